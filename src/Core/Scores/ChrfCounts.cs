namespace Seq2SeqService.Core.Scores;

/// <summary>Counts of one n-gram order, of a segment or summed over a test set.</summary>
/// <param name="Hypothesis">N-grams of the hypothesis; none where the reference is too short for the order.</param>
/// <param name="Reference">N-grams of the reference.</param>
/// <param name="Matches">N-grams that both have.</param>
internal readonly record struct ChrfCounts(long Hypothesis, long Reference, long Matches)
{
    public double? Precision => Hypothesis > 0 ? (double)Matches / Hypothesis : null;

    public double? Recall => Reference > 0 ? (double)Matches / Reference : null;

    public static ChrfCounts operator +(ChrfCounts a, ChrfCounts b) =>
        new(a.Hypothesis + b.Hypothesis, a.Reference + b.Reference, a.Matches + b.Matches);
}
