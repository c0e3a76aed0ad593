using System.Collections.Concurrent;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.Kernels;

/// <summary>What the tests of kernels share: every path, and every length around the vector widths.</summary>
internal static class KernelCases
{
    public static TheoryData<string> Paths => [.. Enum.GetNames<VectorPath>()];

    public static KernelSet Set(string path) => KernelSet.For(Enum.Parse<VectorPath>(path));

    public static IEnumerable<int> Lengths => Enumerable.Range(1, 70).Append(127).Append(128).Append(129);

    public static float[] Values(int count, int seed, float spread = 1)
    {
        var random = new Random((seed * 7919) + count);
        return [.. Enumerable.Range(0, count).Select(_ => ((2 * random.NextSingle()) - 1) * spread)];
    }

    // Kernels get bare addresses; without a holder the collector would take a buffer away in the middle of a test.
    private static readonly ConcurrentBag<FloatBuffer> Kept = [];

    public static FloatBuffer Buffer(ReadOnlySpan<float> values) => Keep(FloatBuffer.CopyOf(values));

    /// <summary>A buffer with a guard behind it, which no kernel may touch.</summary>
    public static FloatBuffer Guarded(ReadOnlySpan<float> values)
    {
        var buffer = Keep(new FloatBuffer(values.Length + 16));
        buffer.Span.Fill(float.NaN);
        values.CopyTo(buffer.Span);
        return buffer;
    }

    private static FloatBuffer Keep(FloatBuffer buffer)
    {
        Kept.Add(buffer);
        return buffer;
    }

    public static void AssertGuard(FloatBuffer buffer, int count)
    {
        foreach (var value in buffer.Span[count..])
            Assert.Equal(float.NaN, value);
    }

    public static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], (double)actual[i], tolerance);
    }
}
