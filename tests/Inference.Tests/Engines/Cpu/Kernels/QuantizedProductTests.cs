using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.Kernels;

public sealed unsafe class QuantizedProductTests
{
    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Every_number_of_outputs_gives_the_bits_of_the_plain_twin(string path)
    {
        foreach (var outputs in KernelCases.Lengths)
            Check(path, rows: 1 + (outputs % 3), outputs, inputs: 19);
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Every_number_of_rows_gives_the_bits_of_the_plain_twin(string path)
    {
        foreach (var rows in Enumerable.Range(1, 38).Append(127).Append(128).Append(256))
            Check(path, rows, outputs: 75, inputs: 33);
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Every_number_of_inputs_gives_the_bits_of_the_plain_twin(string path)
    {
        foreach (var inputs in KernelCases.Lengths)
            Check(path, rows: 1 + (inputs % 5), outputs: 64, inputs);
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Panels_and_rows_computed_apart_give_the_same_bits(string path)
    {
        var (weights, rows) = (Weights(300, 21), new QuantizedRows());
        var matrix = QuantizedMatrix.Pack(21, weights);
        var expected = new float[7 * 300];
        var x = Quantize(path, KernelCases.Values(7 * 21, 3), 7, rows, weights, expected, floor: 0);

        var y = KernelCases.Guarded(new float[7 * 300]);
        foreach (var (first, last) in ((int, int)[])[(0, 1), (1, 6), (6, 10)])
        {
            foreach (var part in (Range[])[0..2, 2..7])
                KernelCases.Set(path).Multiply(rows, part, matrix, first..last, new Rows(y.Start, 300).From(part.Start.Value).Skip(first * 32), floor: 0);
        }

        Assert.Equal(expected, y.Span[..expected.Length]);
        KernelCases.AssertGuard(y, expected.Length);
        GC.KeepAlive(x);
    }

    [Fact]
    public void Matrices_packed_together_give_their_outputs_side_by_side()
    {
        var (first, second) = (Weights(20, 7), Weights(50, 7) with { Bias = null });
        var x = KernelCases.Values(7, 4);
        var (rows, expected) = (new QuantizedRows(), new float[70]);
        _ = Quantize("Plain", x, 1, rows, first, expected.AsSpan(0, 20), float.NegativeInfinity);
        _ = Quantize("Plain", x, 1, rows, second, expected.AsSpan(20), float.NegativeInfinity);

        var matrix = QuantizedMatrix.Pack(7, first, second);
        var y = KernelCases.Guarded(new float[70]);
        KernelSet.Best.Multiply(rows, 0..1, matrix, 0..matrix.Panels, new Rows(y.Start, 70));

        Assert.Equal(expected, y.Span[..70]);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_not_a_finite_number_makes_its_row_and_no_other_not_a_number(float fault)
    {
        var rows = new QuantizedRows();
        var x = KernelCases.Buffer([1, fault, 2, 3, 4, 5]);
        rows.Widen(3);
        rows.Reserve(2);
        foreach (var path in Enum.GetNames<VectorPath>())
        {
            KernelCases.Set(path).Quantize(x.Start, 3, rows, 0);
            KernelCases.Set(path).Quantize(x.Start + 3, 3, rows, 1);

            var y = KernelCases.Guarded(new float[64]);
            KernelCases.Set(path).Multiply(rows, 0..2, QuantizedMatrix.Pack(3, Weights(32, 3)), 0..1, new Rows(y.Start, 32), floor: 0);

            Assert.All(y.Span[..32].ToArray(), value => Assert.Equal(float.NaN, value));
            Assert.All(y.Span[32..64].ToArray(), value => Assert.True(float.IsFinite(value)));
        }
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void The_widest_row_of_the_greatest_values_does_not_overflow(string path)
    {
        const int Inputs = QuantizedMatrix.MostInputs;
        foreach (var sign in (float[])[1, -1])
        {
            var weights = new QuantizedWeights(QuantizedTensor.Of(new([1, Inputs], [.. Enumerable.Repeat(sign, Inputs)])), [0.5f]);
            var (expected, y) = (new float[1], KernelCases.Guarded(new float[1]));
            var rows = new QuantizedRows();
            _ = Quantize(path, [.. Enumerable.Repeat(1f, Inputs)], 1, rows, weights, expected, float.NegativeInfinity);

            KernelCases.Set(path).Multiply(rows, 0..1, QuantizedMatrix.Pack(Inputs, weights), 0..1, new Rows(y.Start, 1));

            Assert.Equal((sign * Inputs) + 0.5, expected[0], 0.1);
            Assert.Equal(expected[0], y.Span[0]);
        }
    }

    [Fact]
    public void A_matrix_that_is_wider_is_refused()
    {
        var error = Assert.Throws<CheckpointException>(() => QuantizedMatrix.Pack(QuantizedMatrix.MostInputs + 1));

        Assert.Contains("131073 inputs", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void A_row_of_numbers_that_are_next_to_nothing_gives_the_bias(string path)
    {
        var (rows, weights, expected) = (new QuantizedRows(), Weights(40, 37), new float[40]);
        _ = Quantize(path, KernelCases.Values(37, 5, spread: 1e-37f), 1, rows, weights, expected, float.NegativeInfinity);

        Assert.Equal(weights.Bias, expected);
    }

    [Fact]
    public void A_row_of_zeros_gives_the_bias()
    {
        var (rows, weights) = (new QuantizedRows(), Weights(32, 5));
        var y = KernelCases.Guarded(new float[32]);
        rows.Widen(5);
        rows.Reserve(1);

        KernelSet.Best.Quantize(KernelCases.Buffer(new float[5]).Start, 5, rows, 0);
        KernelSet.Best.Multiply(rows, 0..1, QuantizedMatrix.Pack(5, weights), 0..1, new Rows(y.Start, 32));

        Assert.Equal(weights.Bias, y.Span[..32]);
    }

    private static void Check(string path, int rows, int outputs, int inputs)
    {
        var weights = Weights(outputs, inputs);
        var matrix = QuantizedMatrix.Pack(inputs, weights);
        foreach (var floor in (float[])[float.NegativeInfinity, 0])
        {
            var (quantized, expected) = (new QuantizedRows(), new float[rows * outputs]);
            _ = Quantize(path, KernelCases.Values(rows * inputs, 3), rows, quantized, weights, expected, floor);

            var y = KernelCases.Guarded(new float[rows * outputs]);
            KernelCases.Set(path).Multiply(quantized, 0..rows, matrix, 0..matrix.Panels, new Rows(y.Start, outputs), floor);

            Assert.Equal(expected, y.Span[..expected.Length]);
            KernelCases.AssertGuard(y, expected.Length);
        }
    }

    /// <summary>Quantises the rows of x by the path's kernel, holds it against the plain twin, and computes what the plain twin makes of them.</summary>
    private static sbyte[] Quantize(string path, float[] x, int count, QuantizedRows rows, QuantizedWeights weights, Span<float> expected, float floor)
    {
        var inputs = x.Length / count;
        var outputs = expected.Length / count;
        var buffer = KernelCases.Buffer(x);
        var values = new sbyte[x.Length];
        rows.Widen(inputs);
        rows.Reserve(count);
        for (var row = 0; row < count; row++)
        {
            var plain = values.AsSpan(row * inputs, inputs);
            var scale = ReferenceKernels.Quantize(x.AsSpan(row * inputs, inputs), plain);
            KernelCases.Set(path).Quantize(buffer.Start + (row * inputs), inputs, rows, row);

            Assert.Equal(scale, rows.Scales[row]);
            Assert.Equal(plain, new ReadOnlySpan<sbyte>(rows.Values(row), inputs));
            ReferenceKernels.MultiplyQuantized(plain, scale, weights, expected.Slice(row * outputs, outputs), floor);
        }

        return values;
    }

    private static QuantizedWeights Weights(int outputs, int inputs) =>
        new(QuantizedTensor.Of(new([outputs, inputs], KernelCases.Values(outputs * inputs, 1))), KernelCases.Values(outputs, 2));
}
