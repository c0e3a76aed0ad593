using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.Kernels;

/// <summary>Some outputs of a packed matrix, packed side by side once more, compute the bits that they have in the whole.</summary>
public sealed unsafe class GatheredProductTests
{
    private const int Outputs = 203;
    private const int Rows = 3;

    private readonly BufferShelf _shelf = new();
    private readonly Random _random = new(5);

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Gathered_outputs_in_fp32_have_the_bits_of_the_whole(string path)
    {
        foreach (var inputs in (int[])[1, 16, 21])
        {
            var whole = PackedMatrix.Pack(inputs, new DenseWeights(KernelCases.Values(Outputs * inputs, 1), KernelCases.Values(Outputs, 2)));
            var x = KernelCases.Guarded(KernelCases.Values(Rows * inputs, 3));
            var expected = KernelCases.Guarded(new float[Rows * Outputs]);
            KernelCases.Set(path).Multiply(new Rows(x.Start, inputs), Rows, whole, 0..whole.Panels, new Rows(expected.Start, Outputs));

            foreach (var count in KernelCases.Lengths.Where(count => count is > 0 and <= Outputs))
            {
                var chosen = Choose(count);
                var some = whole.Rent(count, _shelf);
                for (var panel = 0; panel < some.Panels; panel++)
                    some.GatherPanel(panel, whole, chosen);

                var y = KernelCases.Guarded(new float[Rows * count]);
                KernelCases.Set(path).Multiply(new Rows(x.Start, inputs), Rows, some, 0..some.Panels, new Rows(y.Start, count));
                some.Return(_shelf);

                Check(expected, chosen, y);
            }
        }
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Gathered_outputs_in_8_bits_have_the_bits_of_the_whole(string path)
    {
        foreach (var inputs in (int[])[1, 16, 21])
        {
            var weight = QuantizedTensor.Of(new WeightTensor([Outputs, inputs], KernelCases.Values(Outputs * inputs, 1)));
            var whole = QuantizedMatrix.Pack(inputs, new QuantizedWeights(weight, KernelCases.Values(Outputs, 2)));
            var x = KernelCases.Guarded(KernelCases.Values(Rows * inputs, 3));
            var rows = new QuantizedRows();
            rows.Widen(inputs);
            rows.Reserve(Rows);
            for (var row = 0; row < Rows; row++)
                KernelCases.Set(path).Quantize(x.Start + (row * inputs), inputs, rows, row);
            var expected = KernelCases.Guarded(new float[Rows * Outputs]);
            KernelCases.Set(path).Multiply(rows, 0..Rows, whole, 0..whole.Panels, new Rows(expected.Start, Outputs));

            foreach (var count in KernelCases.Lengths.Where(count => count is > 0 and <= Outputs))
            {
                var chosen = Choose(count);
                var some = whole.Rent(count, _shelf);
                for (var panel = 0; panel < some.Panels; panel++)
                    some.GatherPanel(panel, whole, chosen);

                var y = KernelCases.Guarded(new float[Rows * count]);
                KernelCases.Set(path).Multiply(rows, 0..Rows, some, 0..some.Panels, new Rows(y.Start, count));
                some.Return(_shelf);

                Check(expected, chosen, y);
            }
        }
    }

    private int[] Choose(int count)
    {
        var all = Enumerable.Range(0, Outputs).ToArray();
        _random.Shuffle(all);
        return [.. all.Take(count).Order()];
    }

    private static void Check(FloatBuffer expected, int[] chosen, FloatBuffer y)
    {
        for (var row = 0; row < Rows; row++)
        {
            var whole = expected.Span.Slice(row * Outputs, Outputs).ToArray();
            Assert.Equal(chosen.Select(output => whole[output]), y.Span.Slice(row * chosen.Length, chosen.Length).ToArray());
        }

        KernelCases.AssertGuard(y, Rows * chosen.Length);
    }
}
