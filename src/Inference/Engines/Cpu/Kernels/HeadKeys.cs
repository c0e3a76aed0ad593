using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>Brings the keys of a head into the layout of <see cref="HeadMemory"/>.</summary>
internal static unsafe class HeadKeys
{
    /// <summary>Positions and columns that change places together, in four registers.</summary>
    private const int Block = 4;

    /// <summary>[S, K] → [K, padded S]; the padding is zeros.</summary>
    public static void Transpose(Rows keys, int positions, int width, Rows transposed)
    {
        var wholePositions = Sse.IsSupported ? positions / Block * Block : 0;
        var wholeWidth = width / Block * Block;
        for (var k = 0; k < wholeWidth; k += Block)
        {
            for (var s = 0; s < wholePositions; s += Block)
                TransposeBlock(keys.From(s).Skip(k), transposed.From(k).Skip(s));
        }

        for (var k = 0; k < width; k++)
        {
            var line = transposed[k];
            for (var s = k < wholeWidth ? wholePositions : 0; s < positions; s++)
                line[s] = keys[s][k];
            new Span<float>(line + positions, transposed.Stride - positions).Clear();
        }
    }

    private static void TransposeBlock(Rows from, Rows to)
    {
        Vector128<float> row0 = Vector128.Load(from[0]), row1 = Vector128.Load(from[1]), row2 = Vector128.Load(from[2]), row3 = Vector128.Load(from[3]);
        Vector128<float> low01 = Sse.UnpackLow(row0, row1), low23 = Sse.UnpackLow(row2, row3);
        Vector128<float> high01 = Sse.UnpackHigh(row0, row1), high23 = Sse.UnpackHigh(row2, row3);
        Sse.MoveLowToHigh(low01, low23).Store(to[0]);
        Sse.MoveHighToLow(low23, low01).Store(to[1]);
        Sse.MoveLowToHigh(high01, high23).Store(to[2]);
        Sse.MoveHighToLow(high23, high01).Store(to[3]);
    }
}
