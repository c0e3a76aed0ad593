using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Torch.Tests;

public sealed class DropoutTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [TorchFact]
    public void A_seed_always_drops_the_same_units()
    {
        using var dropout = nn.Dropout(0.5);

        var first = Dropped(dropout, seed: 3);
        var again = Dropped(dropout, seed: 3);
        var other = Dropped(dropout, seed: 4);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [TorchFact]
    public void Kept_units_are_scaled_and_evaluation_drops_nothing()
    {
        using var dropout = nn.Dropout(0.25);

        Assert.All(Dropped(dropout, seed: 1), value => Assert.True(value is 0 || Math.Abs(value - (1 / 0.75f)) < 1e-6));
        dropout.eval();
        Assert.All(Dropped(dropout, seed: 1), value => Assert.Equal(1, value));
    }

    private static float[] Dropped(nn.Module<Tensor, Tensor> dropout, long seed)
    {
        manual_seed(seed);
        return dropout.forward(ones(20, 50)).data<float>().ToArray();
    }
}
