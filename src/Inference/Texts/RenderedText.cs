using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Guards;

namespace Seq2SeqService.Inference.Texts;

/// <summary>One output of a <see cref="Rendering"/>.</summary>
/// <param name="Text">The translated sentence.</param>
/// <param name="MaskFaults">What was lost, or said more than once, of that which must not change.</param>
/// <param name="Hypotheses">Of each part that the model translated.</param>
internal sealed record RenderedText(string Text, IReadOnlyList<Fault> MaskFaults, IReadOnlyList<Hypothesis> Hypotheses)
{
    /// <summary>The mean of the parts.</summary>
    public double Score => Hypotheses.Count == 0 ? 0 : Hypotheses.Average(hypothesis => hypothesis.Score);

    public int Tokens => Hypotheses.Sum(hypothesis => hypothesis.Tokens.Count);
}
