using System.Numerics;
using System.Runtime.InteropServices;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>Looks for NaN and infinity: one of them in the weights spoils every translation.</summary>
internal static class FiniteValues
{
    // All exponent bits set means NaN or infinity.
    private const int Exponent = 0x7F80_0000;

    /// <summary>A value that is not finite is a <see cref="CheckpointException"/> that names the tensor and the place.</summary>
    public static void Require(ReadOnlySpan<float> values, string name)
    {
        if (IndexOfNonFinite(values) is var index and >= 0)
            throw new CheckpointException($"Tensor '{name}' is not finite: element {index} is {values[index]}.");
    }

    /// <summary>The first NaN or infinity, or -1.</summary>
    public static int IndexOfNonFinite(ReadOnlySpan<float> values)
    {
        var bits = MemoryMarshal.Cast<float, int>(values);
        var mask = new Vector<int>(Exponent);
        var start = 0;

        for (; start <= bits.Length - Vector<int>.Count; start += Vector<int>.Count)
        {
            if (Vector.EqualsAny(new Vector<int>(bits[start..]) & mask, mask))
                break;
        }

        for (; start < values.Length; start++)
        {
            if (!float.IsFinite(values[start]))
                return start;
        }

        return -1;
    }
}
