using Seq2SeqService.Inference.Guards;

namespace Seq2SeqService.Inference.Texts;

/// <summary>One output of a <see cref="Rendering"/>.</summary>
/// <param name="Text">The translated sentence.</param>
/// <param name="MaskFaults">What was lost, or said more than once, of that which must not change.</param>
/// <param name="Pieces">What the model gave to it.</param>
internal sealed record RenderedText(string Text, IReadOnlyList<Fault> MaskFaults, IReadOnlyList<RenderedPiece> Pieces)
{
    /// <summary>The mean of the pieces.</summary>
    public double Score => Pieces.Count == 0 ? 0 : Pieces.Average(piece => piece.Hypothesis.Score);

    public int Tokens => Pieces.Sum(piece => piece.Hypothesis.Tokens.Count);
}
