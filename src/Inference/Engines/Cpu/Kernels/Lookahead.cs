using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>
/// Weights that a tile asks memory for while it multiplies others. A step is what one input, or one group of four 8-bit inputs, has in
/// a panel of either precision: two cache lines.
/// </summary>
internal readonly unsafe struct Lookahead(byte* start, int lines)
{
    public const int LineBytes = 64;
    public const int LinesPerStep = 2;
    public const int StepBytes = LinesPerStep * LineBytes;

    public byte* Start { get; } = start;

    /// <summary>Cache lines asked for at each step: 1 or 2.</summary>
    public int Lines { get; } = lines;

    /// <summary>Asks for the lines of one step; does nothing where there is no such instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(nint step)
    {
        if (!Sse.IsSupported)
            return;

        var line = Start + (step * Lines * LineBytes);
        Sse.Prefetch1(line);
        Sse.Prefetch1(line + LineBytes);   // with one line a step this is the next step's: cheaper than a branch
    }
}
