using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Tests;

/// <summary>Compares tensors by their largest difference, in units of the largest value where that is above one.</summary>
internal static class Same
{
    public static void Values(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        var unit = Math.Max(1, expected.abs().max().item<float>());
        Assert.InRange((expected - actual).abs().max().item<float>() / unit, 0, tolerance);
    }
}
