using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks;

/// <summary>
/// Mixed precision by hand, since TorchSharp has no autocast: weights, sums and everything else stay fp32, the large products run in bf16
/// while <see cref="UseBFloat16"/> is on for the calling thread.
/// </summary>
public static class Precision
{
    [ThreadStatic]
    private static bool _bfloat16;

    /// <summary>Until disposed, the calling thread's products run in bf16.</summary>
    public static IDisposable UseBFloat16(bool on) => new Setting(on);

    /// <summary>x·Wᵀ + b; x [..,in] → [..,out].</summary>
    internal static Tensor Apply(Linear layer, Tensor x) => Product(x, layer.weight, layer.bias);

    internal static Tensor Product(Tensor x, Tensor weight, Tensor? bias)
    {
        if (!_bfloat16)
            return nn.functional.linear(x, weight, bias);

        var product = nn.functional.linear(x.to(ScalarType.BFloat16), weight.to(ScalarType.BFloat16)).to(ScalarType.Float32);
        return bias is null ? product : product + bias;
    }

    /// <summary>a [n,k] · b [k,m] → [n,m], fp32.</summary>
    public static Tensor Multiply(Tensor a, Tensor b) => _bfloat16
        ? a.to(ScalarType.BFloat16).mm(b.to(ScalarType.BFloat16)).to(ScalarType.Float32)
        : a.mm(b);

    private sealed class Setting : IDisposable
    {
        private readonly bool _before = _bfloat16;

        public Setting(bool on) => _bfloat16 = on;

        public void Dispose() => _bfloat16 = _before;
    }
}
