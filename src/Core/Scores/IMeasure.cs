namespace Seq2SeqService.Core.Scores;

/// <summary>A measure that follows from sums over the segments of a test set, so that samples of segments can be scored again and again.</summary>
public interface IMeasure
{
    /// <summary>What each segment adds to the sums, with a list of references for each translator, as long as the hypotheses.</summary>
    SegmentStatistics Collect(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references);

    /// <summary>The score of a whole test set.</summary>
    CorpusScore Score(SegmentStatistics statistics);

    /// <summary>The score alone, 0 to 100 and for error rates beyond, of sums over any choice of segments.</summary>
    double Value(ReadOnlySpan<double> sums);

    /// <summary>The same in single precision, in which sacreBLEU scores the samples of a bootstrap.</summary>
    double Value(ReadOnlySpan<float> sums);

    /// <summary>What <see cref="Value(ReadOnlySpan{float})"/> gives is itself a number of single precision.</summary>
    bool IsSinglePrecision { get; }
}
