using Seq2SeqService.Core.Checkpoints;
using Xunit;

namespace Seq2SeqService.Core.Tests.Checkpoints;

public sealed class QuantizedTensorTests
{
    [Fact]
    public void The_greatest_weight_of_every_row_is_kept_and_no_other_is_off_by_more_than_half_a_step()
    {
        var random = new Random(7);
        var weights = new float[5 * 33];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = (random.NextSingle() - 0.5f) * MathF.Pow(10, i / 33);   // rows of very different sizes

        var quantized = QuantizedTensor.Of(new([5, 33], weights));
        var restored = quantized.ToSingles();

        for (var i = 0; i < weights.Length; i++)
        {
            Assert.Equal(weights.Skip(i / 33 * 33).Take(33).Max(Math.Abs) / 127, quantized.Scales[i / 33]);
            Assert.InRange(restored[i] - weights[i], -0.501f * quantized.Scales[i / 33], 0.501f * quantized.Scales[i / 33]);
        }

        Assert.All(quantized.Values, value => Assert.InRange(value, -127, 127));
        Assert.All(quantized.Values.Chunk(33), row => Assert.Contains(127, row.Select(value => Math.Abs((int)value))));
    }

    [Fact]
    public void A_row_of_zeros_stays_a_row_of_zeros()
    {
        var quantized = QuantizedTensor.Of(new([2, 2], [0, 0, 1, -2]));

        Assert.Equal([0, 0, 64, -127], quantized.Values);
        Assert.Equal([0, 0], quantized.ToSingles().Take(2));
    }

    [Fact]
    public void A_convolution_has_one_scale_for_each_output()
    {
        var quantized = QuantizedTensor.Of(new([2, 2, 2], [1, 2, 3, -127, 0.5f, 0, 0, 1]));

        Assert.Equal([2, 2, 2], quantized.Shape);
        Assert.Equal([1, 1f / 127], quantized.Scales);
        Assert.Equal([1, 2, 3, -127, 64, 0, 0, 127], quantized.Values);
        Assert.Equal(4, quantized.Inputs);
    }

    [Fact]
    public void Only_a_matrix_has_rows()
    {
        var error = Assert.Throws<ArgumentException>(() => QuantizedTensor.Of(new([4], new float[4])));

        Assert.Contains("1 dimensions", error.Message, StringComparison.Ordinal);
    }
}
