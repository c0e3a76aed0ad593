using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks;

/// <summary>
/// Mixed precision by hand, since TorchSharp has no autocast: weights, sums and everything else stay fp32, the large products run in the type
/// that <see cref="Use"/> names for the calling thread.
/// </summary>
public static class Precision
{
    [ThreadStatic]
    private static ScalarType? _products;

    /// <summary>Until disposed, the calling thread's products run in <paramref name="products"/>; null leaves them in fp32.</summary>
    public static IDisposable Use(ScalarType? products) => new Setting(products);

    /// <summary>x·Wᵀ + b; x [..,in] → [..,out].</summary>
    internal static Tensor Apply(Linear layer, Tensor x) => Product(x, layer.weight, layer.bias);

    internal static Tensor Product(Tensor x, Tensor weight, Tensor? bias)
    {
        if (_products is not { } type)
            return nn.functional.linear(x, weight, bias);

        var product = nn.functional.linear(x.to(type), weight.to(type)).to(ScalarType.Float32);
        return bias is null ? product : product + bias;
    }

    /// <summary>a [n,k] · b [k,m] → [n,m], fp32.</summary>
    public static Tensor Multiply(Tensor a, Tensor b) => _products is { } type
        ? a.to(type).mm(b.to(type)).to(ScalarType.Float32)
        : a.mm(b);

    private sealed class Setting : IDisposable
    {
        private readonly ScalarType? _before = _products;

        public Setting(ScalarType? products) => _products = products;

        public void Dispose() => _products = _before;
    }
}
