using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.Kernels;

public sealed unsafe class ProductTests
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
        foreach (var rows in Enumerable.Range(1, 26).Append(127).Append(128).Append(129).Append(257))
            Check(path, rows, outputs: 75, inputs: 33);
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Every_number_of_inputs_gives_the_bits_of_the_plain_twin(string path)
    {
        foreach (var inputs in KernelCases.Lengths)
        {
            Check(path, rows: 1, outputs: 64, inputs);
            Check(path, rows: 5, outputs: 64, inputs);
        }
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Single_rows_take_all_panels_whole_or_not(string path)
    {
        foreach (var outputs in (int[])[32, 96, 128, 160, 255, 256, 257, 300, 512])
            Check(path, rows: 1, outputs, inputs: 40);
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Panels_computed_apart_give_the_same_bits(string path)
    {
        var weights = new DenseWeights(KernelCases.Values(300 * 21, 1), KernelCases.Values(300, 2));
        var matrix = PackedMatrix.Pack(21, weights);
        var x = KernelCases.Buffer(KernelCases.Values(3 * 21, 3));
        var expected = new float[3 * 300];
        ReferenceKernels.Multiply(x.Span, 3, weights, expected, float.NegativeInfinity);

        var y = KernelCases.Guarded(new float[3 * 300]);
        foreach (var (first, last) in ((int, int)[])[(0, 1), (1, 6), (6, 10)])
            KernelCases.Set(path).Multiply(new Rows(x.Start, 21), 3, matrix, first..last, new Rows(y.Start, 300).Skip(first * 32));

        Assert.Equal(expected, y.Span[..expected.Length]);
        KernelCases.AssertGuard(y, expected.Length);
    }

    [Fact]
    public void Matrices_packed_together_give_their_outputs_side_by_side()
    {
        var first = new DenseWeights(KernelCases.Values(20 * 7, 1), KernelCases.Values(20, 2));
        var second = new DenseWeights(KernelCases.Values(50 * 7, 3), null);
        var both = new DenseWeights([.. first.Weight, .. second.Weight], [.. first.Bias!, .. new float[50]]);
        var x = KernelCases.Buffer(KernelCases.Values(7, 4));
        var expected = new float[70];
        ReferenceKernels.Multiply(x.Span, 1, both, expected, float.NegativeInfinity);

        var matrix = PackedMatrix.Pack(7, first, second);
        var y = KernelCases.Guarded(new float[70]);
        KernelSet.Best.Multiply(new Rows(x.Start, 7), 1, matrix, 0..matrix.Panels, new Rows(y.Start, 70));

        Assert.Equal(expected, y.Span[..70]);
    }

    [Fact]
    public void A_value_that_is_not_a_number_passes_through_the_floor()
    {
        var x = KernelCases.Buffer([float.NaN, 1]);
        var matrix = PackedMatrix.Pack(2, new DenseWeights(KernelCases.Values(2 * 32, 1), null));
        var y = KernelCases.Guarded(new float[32]);

        KernelSet.Best.Multiply(new Rows(x.Start, 2), 1, matrix, 0..1, new Rows(y.Start, 32), floor: 0);

        Assert.All(y.Span[..32].ToArray(), value => Assert.Equal(float.NaN, value));
    }

    private static void Check(string path, int rows, int outputs, int inputs)
    {
        var weights = new DenseWeights(KernelCases.Values(outputs * inputs, 1), KernelCases.Values(outputs, 2));
        var x = KernelCases.Buffer(KernelCases.Values(rows * inputs, 3));
        var matrix = PackedMatrix.Pack(inputs, weights);
        foreach (var floor in (float[])[float.NegativeInfinity, 0])
        {
            var expected = new float[rows * outputs];
            ReferenceKernels.Multiply(x.Span, rows, weights, expected, floor);

            var y = KernelCases.Guarded(new float[rows * outputs]);
            KernelCases.Set(path).Multiply(new Rows(x.Start, inputs), rows, matrix, 0..matrix.Panels, new Rows(y.Start, outputs), floor);

            Assert.Equal(expected, y.Span[..expected.Length]);
            KernelCases.AssertGuard(y, expected.Length);
        }
    }
}
