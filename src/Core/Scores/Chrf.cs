using System.Numerics;

namespace Seq2SeqService.Core.Scores;

/// <summary>
/// chrF and chrF++ (Popović, 2015 and 2017): the F-score of character n-grams, and of word n-grams for chrF++, counted as sacreBLEU does.
/// </summary>
public sealed class Chrf : IMeasure
{
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    private readonly ChrfOptions _options;

    public Chrf(ChrfOptions? options = null)
    {
        _options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.CharacterOrder, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.WordOrder, nameof(options));
    }

    public bool IsSinglePrecision => true;

    /// <summary>The score of a test set with one reference for each hypothesis.</summary>
    public CorpusScore Score(IReadOnlyList<string> hypotheses, IReadOnlyList<string> references) => Score(hypotheses, [references]);

    /// <summary>The score of a test set with several references: a list for each translator, as long as the hypotheses.</summary>
    public CorpusScore Score(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references) => Score(Collect(hypotheses, references));

    public SegmentStatistics Collect(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references) =>
        SegmentStatistics.Collect(hypotheses, references, (hypothesis, wanted) => Best(Ngrams(hypothesis), wanted.Select(Ngrams)));

    public CorpusScore Score(SegmentStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        return new($"chrF{_options.Beta}{new string('+', _options.WordOrder)}", Value(statistics.Sum()), Signature(statistics.References));
    }

    public double Value(ReadOnlySpan<double> sums) => FScore(sums);

    public double Value(ReadOnlySpan<float> sums) => FScore(sums);

    /// <summary>The counts against the reference that is closest by F-score, the first of equals.</summary>
    private double[] Best(NgramCounts[] hypothesis, IEnumerable<NgramCounts[]> references) =>
        references.Select(reference => Compare(hypothesis, reference)).MaxBy(counts => FScore<double>(counts))!;

    /// <summary>For each order: n-grams of the hypothesis (none where the reference is too short for the order), of the reference, and of both.</summary>
    private static double[] Compare(NgramCounts[] hypothesis, NgramCounts[] reference) =>
    [
        .. hypothesis.Zip(reference, (ours, theirs) => (double[])[theirs.IsEmpty ? 0 : ours.Total, theirs.Total, ours.MatchesIn(theirs)])
            .SelectMany(counts => counts),
    ];

    private NgramCounts[] Ngrams(string text)
    {
        text = _options.Lowercase ? PythonText.ToLower(text) : text;
        var characters = _options.Whitespace ? text : PythonText.WithoutSpace(text);
        var words = _options.WordOrder == 0 ? [] : Words(text);

        return
        [
            .. Enumerable.Range(1, _options.CharacterOrder).Select(order => NgramCounts.OfCharacters(characters, order)),
            .. Enumerable.Range(1, _options.WordOrder).Select(order => NgramCounts.OfWords(words, order)),
        ];
    }

    /// <summary>The words, with one mark of punctuation set apart: at the end, or else at the beginning.</summary>
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        foreach (var word in PythonText.Split(text))
        {
            if (word.Length > 1 && Punctuation.Contains(word[^1], StringComparison.Ordinal))
                words.AddRange(word[..^1], word[^1..]);
            else if (word.Length > 1 && Punctuation.Contains(word[0], StringComparison.Ordinal))
                words.AddRange(word[..1], word[1..]);
            else
                words.Add(word);
        }

        return words;
    }

    private double FScore<T>(ReadOnlySpan<T> counts)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var epsilon = T.CreateChecked(1e-16);
        var (smoothed, precisions, recalls) = (T.Zero, T.Zero, T.Zero);
        var (orders, present) = (counts.Length / 3, 0);

        for (var order = 0; order < orders; order++)
        {
            var (found, wanted, both) = (counts[3 * order], counts[(3 * order) + 1], counts[(3 * order) + 2]);
            var precision = found > T.Zero ? both / found : epsilon;
            var recall = wanted > T.Zero ? both / wanted : epsilon;
            smoothed += FScore(precision, recall, ifZero: epsilon);
            if (found == T.Zero || wanted == T.Zero)
                continue;

            precisions += precision;
            recalls += recall;
            present++;
        }

        var score = (_options.EpsilonSmoothing, present) switch
        {
            (true, _) => T.CreateChecked(100) * smoothed / T.CreateChecked(orders),
            (_, 0) => T.Zero,
            _ => T.CreateChecked(100) * FScore(precisions / T.CreateChecked(present), recalls / T.CreateChecked(present), ifZero: T.Zero),
        };
        return double.CreateChecked(score);
    }

    private T FScore<T>(T precision, T recall, T ifZero)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var factor = T.CreateChecked(_options.Beta * _options.Beta);
        var divisor = factor * precision + recall;
        return divisor > T.Zero ? (T.One + factor) * precision * recall / divisor : ifZero;
    }

    private string Signature(string references) =>
        $"nrefs:{references}|case:{(_options.Lowercase ? "lc" : "mixed")}|eff:{(_options.EpsilonSmoothing ? "no" : "yes")}"
        + $"|nc:{_options.CharacterOrder}|nw:{_options.WordOrder}|space:{(_options.Whitespace ? "yes" : "no")}|version:{ScorerVersion.Text}";
}
