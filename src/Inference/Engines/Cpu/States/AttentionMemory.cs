using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.States;

/// <summary>
/// Where a sentence's attention keys and values lie in its <see cref="SourceMemory"/>. Additive scores read keys by tokens, [S, H]; dot
/// products read them transposed, [H, padded S]. Values are [S, A].
/// </summary>
internal readonly unsafe struct AttentionMemory(SourceMemory source, AttentionWidths widths)
{
    /// <summary>By tokens.</summary>
    public Rows Keys => new(source.Start, widths.Keys);

    public Rows Values => new(source.Start + KeyFloats(source.Positions, widths), widths.Values);

    /// <summary>One head of the transposed keys, with its part of the values' columns.</summary>
    public HeadMemory Head(int head) => new(
        Transposed.From(head * widths.Keys / widths.Heads), Values.Skip(head * widths.Values / widths.Heads), source.Positions);

    public static int Floats(int positions, AttentionWidths widths) => checked(KeyFloats(positions, widths) + (positions * widths.Values));

    /// <summary>Copies the sentence's rows of both, which begin at its first token.</summary>
    public void Fill(Rows keys, Rows values)
    {
        if (widths.IsTransposed)
            HeadKeys.Transpose(keys, source.Positions, widths.Keys, Transposed);
        else
            Copy(keys, Keys, source.Positions, widths.Keys);

        Copy(values, Values, source.Positions, widths.Values);
    }

    private Rows Transposed => new(source.Start, HeadMemory.Padded(source.Positions));

    private static int KeyFloats(int positions, AttentionWidths widths) =>
        checked(widths.Keys * (widths.IsTransposed ? HeadMemory.Padded(positions) : positions));

    private static void Copy(Rows from, Rows to, int rows, int width)
    {
        for (var row = 0; row < rows; row++)
            new ReadOnlySpan<float>(from[row], width).CopyTo(new Span<float>(to[row], width));
    }
}

/// <summary>Widths of a token's key and value, over all heads together, and whether keys are transposed for dot products.</summary>
internal readonly record struct AttentionWidths(int Keys, int Values, int Heads, bool IsTransposed);
