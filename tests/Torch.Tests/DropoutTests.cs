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

    [TorchFact]
    public void A_gradient_is_dropped_as_its_input_was()
    {
        using var dropout = nn.Dropout(0.4);
        var input = ones(30, 70, requires_grad: true);

        var output = dropout.forward(input);
        output.sum().backward();

        Assert.Equal(output.detach().data<float>().ToArray(), input.grad!.data<float>().ToArray());
    }

    [TorchFact]
    public void Threads_and_strides_change_nothing()
    {
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            var alone = Dropped(arange(300_000).view(500, 600).transpose(0, 1).to(ScalarType.Float32));
            set_num_threads(2);
            var together = Dropped(arange(300_000).view(500, 600).transpose(0, 1).to(ScalarType.Float32));
            var contiguous = Dropped(arange(300_000).view(500, 600).transpose(0, 1).to(ScalarType.Float32).contiguous());

            Assert.Equal(alone, together);
            Assert.Equal(alone, contiguous);
        }
        finally
        {
            set_num_threads(threads);
        }

        static float[] Dropped(Tensor input)
        {
            manual_seed(5);
            return nn.functional.dropout(input, 0.3).contiguous().data<float>().ToArray();
        }
    }

    private static float[] Dropped(nn.Module<Tensor, Tensor> dropout, long seed)
    {
        manual_seed(seed);
        return dropout.forward(ones(20, 50)).data<float>().ToArray();
    }
}
