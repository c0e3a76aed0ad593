namespace Seq2SeqService.Core.Scores;

/// <summary>What each segment of a test set adds to the sums that a measure is made of.</summary>
/// <param name="Rows">The numbers of each segment, as many for each [segment][number].</param>
/// <param name="References">References of a segment, as signatures write it: a number, or <c>var</c> where segments have different numbers.</param>
public sealed record SegmentStatistics(IReadOnlyList<double[]> Rows, string References)
{
    /// <summary>The sums over all segments.</summary>
    public double[] Sum()
    {
        var sums = new double[Rows[0].Length];
        foreach (var row in Rows)
        {
            for (var i = 0; i < sums.Length; i++)
                sums[i] += row[i];
        }

        return sums;
    }

    /// <param name="ofSegment">Gives the numbers of a hypothesis with its references.</param>
    internal static SegmentStatistics Collect(
        IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, Func<string, IReadOnlyList<string>, double[]> ofSegment)
    {
        ReferenceLists.Require(hypotheses, references);
        var ofSegments = Enumerable.Range(0, hypotheses.Count).Select(i => ReferenceLists.Of(references, i)).ToList();
        var counts = ofSegments.Select(list => list.Count).Distinct().ToList();
        return new(
            [.. hypotheses.Zip(ofSegments).AsParallel().AsOrdered().Select(segment => ofSegment(segment.First, segment.Second))],
            counts is [var count] ? $"{count}" : "var");
    }
}
