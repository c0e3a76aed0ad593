using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.Kernels;

public sealed unsafe class AttentionKernelTests
{
    public static TheoryData<string, int> PathsAndWidths =>
        [.. from path in Enum.GetNames<VectorPath>() from width in (int[])[1, 3, 8, 13, 16, 24, 32, 40, 64, 100] select (path, width)];

    [Theory]
    [MemberData(nameof(PathsAndWidths))]
    public void Attention_over_a_source_follows_the_plain_twin(string path, int width)
    {
        foreach (var positions in KernelCases.Lengths)
        {
            var (query, keys, values) = Case(positions, width);
            var expected = new float[width];
            ReferenceKernels.Attend(query.Span, keys.Span, values.Span, 0.3f, expected);
            var padded = HeadMemory.Padded(positions);
            var transposed = new Rows(KernelCases.Buffer(new float[padded * width]).Start, padded);
            HeadKeys.Transpose(new Rows(keys.Start, width), positions, width, transposed);
            var memory = new HeadMemory(transposed, new Rows(values.Start, width), positions);
            var (scores, result) = (KernelCases.Guarded(new float[padded]), KernelCases.Guarded(new float[width]));

            KernelCases.Set(path).Attend(query.Start, width, 0.3f, memory, scores.Start, result.Start);

            KernelCases.AssertClose(expected, result.Span, 1e-5);
            KernelCases.AssertGuard(result, width);
            KernelCases.AssertGuard(scores, padded);
        }
    }

    [Theory]
    [MemberData(nameof(PathsAndWidths))]
    public void Attention_over_scattered_slots_follows_the_plain_twin(string path, int width)
    {
        foreach (var positions in (int[])[1, 2, 7, 8, 9, 16, 17, 33])
        {
            var (query, keys, values) = Case(positions, width);
            var expected = new float[width];
            ReferenceKernels.Attend(query.Span, keys.Span, values.Span, 0.3f, expected);
            var slots = Enumerable.Range(0, positions).Reverse().ToArray();
            var pool = KernelCases.Buffer(new float[positions * 2 * width]);
            var cache = new Rows(pool.Start, 2 * width);
            for (var t = 0; t < positions; t++)
            {
                keys.Span.Slice(t * width, width).CopyTo(new Span<float>(cache[slots[t]], width));
                values.Span.Slice(t * width, width).CopyTo(new Span<float>(cache[slots[t]] + width, width));
            }

            var (scores, result) = (KernelCases.Guarded(new float[positions]), KernelCases.Guarded(new float[width]));
            fixed (int* table = slots)
            {
                var history = new HeadHistory(cache, cache.Skip(width), table, positions);
                KernelCases.Set(path).AttendHistory(query.Start, width, 0.3f, history, scores.Start, result.Start);
            }

            KernelCases.AssertClose(expected, result.Span, 1e-5);
            KernelCases.AssertGuard(result, width);
        }
    }

    private static (FloatBuffer Query,
        FloatBuffer Keys,
        FloatBuffer Values) Case(int positions, int width) => (
            KernelCases.Buffer(KernelCases.Values(width, 1, spread: 2)),
            KernelCases.Buffer(KernelCases.Values(positions * width, 2, spread: 2)),
            KernelCases.Buffer(KernelCases.Values(positions * width, 3)));
}
