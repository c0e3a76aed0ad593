using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>Where a sentence's attention keys [S, H] and encoder outputs [S, E] lie in its <see cref="SourceMemory"/>.</summary>
internal readonly unsafe struct RecurrentMemory(SourceMemory source, RecurrentShape shape)
{
    public Rows Keys => new(source.Start, shape.Hidden);

    public Rows Values => new(source.Start + ((nint)source.Positions * shape.Hidden), shape.Encoded);

    public static int Floats(int positions, RecurrentShape shape) => positions * (shape.Hidden + shape.Encoded);

    /// <summary>Copies the sentence's rows of both.</summary>
    public void Fill(Rows keys, Rows values)
    {
        for (var s = 0; s < source.Positions; s++)
        {
            new ReadOnlySpan<float>(keys[s], shape.Hidden).CopyTo(new Span<float>(Keys[s], shape.Hidden));
            new ReadOnlySpan<float>(values[s], shape.Encoded).CopyTo(new Span<float>(Values[s], shape.Encoded));
        }
    }
}
