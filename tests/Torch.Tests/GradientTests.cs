using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Torch.Tests;

public sealed class GradientTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    /// <summary>Functions of x [3,4] and y [4,5], in fp64.</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Functions = new(StringComparer.Ordinal)
    {
        ["matmul"] = (x, y) => x.matmul(y),
        ["mm"] = (x, y) => x.mm(y),
        ["bmm"] = (x, y) => bmm(x.unsqueeze(0), y.unsqueeze(0)),
        ["addmm"] = (x, y) => x.matmul(y).addmm(x, y),
        ["linear"] = (x, y) => nn.functional.linear(x, y.transpose(0, 1), y.select(0, 1)),
        ["tanh"] = (x, _) => x.tanh(),
        ["tanh_ behind add"] = (x, y) => x.add(y.narrow(1, 0, 4).select(0, 0)).tanh_(),
        ["sigmoid"] = (x, _) => x.sigmoid(),
        ["gelu"] = (x, _) => nn.functional.gelu(x),
        ["silu"] = (x, _) => nn.functional.silu(x),
        ["glu"] = (x, _) => nn.functional.glu(x, 1),
        ["exp, log, sqrt"] = (x, _) => (x.exp() + 1).log().sqrt(),
        ["softmax"] = (x, y) => nn.functional.softmax(x, -1).matmul(y),
        ["log_softmax"] = (x, y) => nn.functional.log_softmax(x.matmul(y), -1).pow((Scalar)2),
        ["masked softmax"] = (x, y) => nn.functional.softmax(x.masked_fill(x.gt((Scalar)1), float.NegativeInfinity), -1).matmul(y),
        ["layer_norm"] = (x, y) => nn.functional.layer_norm(x, [4], y.select(1, 0), y.select(1, 1)).pow((Scalar)2),
        ["cross_entropy"] = (x, y) => nn.functional.cross_entropy(x.matmul(y), tensor([0L, 4, 2]), label_smoothing: 0.1),
        ["cat and chunk"] = (x, y) => Product(cat([x, y.transpose(0, 1).narrow(0, 0, 3)], 1).chunk(2, 1)),
        ["stack and unbind"] = (x, _) => Product(stack([x, x.flip(1)]).unbind(1)[..2]),
        ["index_select"] = (x, _) => x.index_select(0, tensor([1L, 1, 2])).pow((Scalar)2),
        ["expand, transpose, reshape"] = (x, _) => x.unsqueeze(0).expand(2, 3, 4).transpose(0, 2).reshape(4, 6).pow((Scalar)3),
        ["division"] = (x, y) => x / (y.transpose(0, 1).narrow(0, 0, 3).abs() + 1),
        ["pad"] = (x, _) => nn.functional.pad(x, [1, 2]).pow((Scalar)2),
        ["conv1d"] = (x, y) => nn.functional.conv1d(x.unsqueeze(0), y.narrow(0, 0, 3).unsqueeze(0), padding: 2),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    public void Dispose() => _scope.Dispose();

    [TorchTheory]
    [MemberData(nameof(Names))]
    public void Gradients_are_the_slopes_of_the_function(string name)
    {
        const double Step = 1e-6;
        manual_seed(7);
        var x = randn([3, 4], ScalarType.Float64, requires_grad: true);
        var y = randn([4, 5], ScalarType.Float64);

        Loss(name, x, y).backward();

        using var still = no_grad();
        var grad = x.grad!.data<double>().ToArray();
        var values = x.data<double>();
        for (var i = 0; i < grad.Length; i++)
        {
            var before = values[i];
            values[i] = before + Step;
            var above = Loss(name, x, y).item<double>();
            values[i] = before - Step;
            var below = Loss(name, x, y).item<double>();
            values[i] = before;
            Assert.Equal((above - below) / (2 * Step), grad[i], 1e-5 * Math.Max(1, Math.Abs(grad[i])));
        }
    }

    [TorchFact]
    public void Nothing_is_recorded_inside_no_grad()
    {
        var x = ones([2], requires_grad: true);

        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
                Assert.True((x * 2).requires_grad);
        }

        Assert.True((x * 2).requires_grad);
    }

    /// <summary>Every output counts with a weight of its own.</summary>
    private static Tensor Loss(string name, Tensor x, Tensor y)
    {
        var output = Functions[name](x, y).flatten();
        return (output * arange(output.numel(), ScalarType.Float64).add((Scalar)1)).sum();
    }

    private static Tensor Product(Tensor[] parts) => parts[0] * parts[1];
}
