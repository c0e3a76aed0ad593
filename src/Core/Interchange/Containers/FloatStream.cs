using System.Runtime.InteropServices;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.Containers;

/// <summary>Little-endian floats of a stream as fp32.</summary>
internal static class FloatStream
{
    /// <summary>Most values of one tensor; an embedding of a million pieces and 2,048 columns.</summary>
    public const long MaxCount = 1L << 29;

    private const int MaxRank = 8;
    private const int ChunkValues = 1 << 16;

    /// <summary>The number of values of a shape; absurd shapes are a <see cref="FormatException"/>.</summary>
    public static long Count(IReadOnlyList<long> shape)
    {
        if (shape.Count > MaxRank)
            throw new FormatException($"it has {shape.Count} dimensions; {MaxRank} are believed");

        var count = 1L;
        foreach (var size in shape)
        {
            if (size is < 0 or > MaxCount || (count *= size) > MaxCount)
                throw new FormatException($"its shape [{string.Join(", ", shape)}] is not believed");
        }

        return count;
    }

    /// <summary>Reads <paramref name="count"/> values, widened to fp32. The caller knows that the stream holds them.</summary>
    public static float[] Read(Stream stream, long count, TensorType type)
    {
        var values = GC.AllocateUninitializedArray<float>((int)count);
        if (type == TensorType.F32)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }

        var chunk = new byte[2 * Math.Min(count, ChunkValues)];
        for (var start = 0; start < values.Length; start += ChunkValues)
        {
            var part = values.AsSpan(start, Math.Min(ChunkValues, values.Length - start));
            var bytes = chunk.AsSpan(0, 2 * part.Length);
            stream.ReadExactly(bytes);
            Widen(bytes, part, type);
        }

        return values;
    }

    public static void Write(Stream stream, ReadOnlySpan<float> values) => stream.Write(MemoryMarshal.AsBytes(values));

    private static void Widen(ReadOnlySpan<byte> bytes, Span<float> values, TensorType type)
    {
        var words = MemoryMarshal.Cast<byte, ushort>(bytes);
        for (var i = 0; i < values.Length; i++)
            values[i] = type == TensorType.F16 ? (float)BitConverter.UInt16BitsToHalf(words[i]) : BitConverter.UInt32BitsToSingle((uint)words[i] << 16);
    }
}
