using System.Numerics;
using Seq2SeqService.Core.Scores.EditRate;

namespace Seq2SeqService.Core.Scores;

/// <summary>
/// TER (Snover et al., 2006): insertions, deletions, substitutions and moves of phrases that make the hypothesis the reference, as a share of the
/// reference's words, in percent; lower is better. Words, search and figures are those of sacreBLEU, which follow Tercom.
/// </summary>
public sealed class Ter(TerOptions? options = null) : IMeasure
{
    private readonly TerOptions _options = options ?? new();

    public bool IsSinglePrecision => true;

    /// <summary>The score of a test set with one reference for each hypothesis.</summary>
    public CorpusScore Score(IReadOnlyList<string> hypotheses, IReadOnlyList<string> references) => Score(hypotheses, [references]);

    /// <summary>The score of a test set with several references: the fewest edits count, over the mean of the lengths.</summary>
    public CorpusScore Score(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references) => Score(Collect(hypotheses, references));

    /// <summary>The text with a space between the words that are counted.</summary>
    public static string Tokenize(TerOptions options, string text) => TercomTokenizer.Tokenize(options, text);

    public SegmentStatistics Collect(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references) =>
        SegmentStatistics.Collect(hypotheses, references, (hypothesis, wanted) => OfSegment(Words(hypothesis), [.. wanted.Select(Words)]));

    public CorpusScore Score(SegmentStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        return new("TER", Value(statistics.Sum()), Signature(statistics.References));
    }

    public double Value(ReadOnlySpan<double> sums) => Rate(sums);

    public double Value(ReadOnlySpan<float> sums) => Rate(sums);

    private static double[] OfSegment(List<string> hypothesis, List<List<string>> references) =>
        [references.Min(reference => PhraseShifts.Edits(hypothesis, reference)), (double)references.Sum(reference => reference.Count) / references.Count];

    private static double Rate<T>(ReadOnlySpan<T> sums)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var (edits, length) = (sums[0], sums[1]);
        if (length > T.Zero)
            return double.CreateChecked(T.CreateChecked(100) * (edits / length));

        return edits > T.Zero ? 100 : 0;
    }

    private List<string> Words(string text) => PythonText.Split(TercomTokenizer.Tokenize(_options, PythonText.TrimEnd(text)));

    private string Signature(string references) =>
        $"nrefs:{references}|case:{(_options.CaseSensitive ? "mixed" : "lc")}|tok:tercom|norm:{YesOrNo(_options.Normalized)}"
        + $"|punct:{YesOrNo(!_options.NoPunctuation)}|asian:{YesOrNo(_options.AsianSupport)}|version:{ScorerVersion.Text}";

    private static string YesOrNo(bool value) => value ? "yes" : "no";
}
