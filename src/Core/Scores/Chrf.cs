namespace Seq2SeqService.Core.Scores;

/// <summary>
/// chrF and chrF++ (Popović, 2015 and 2017): the F-score of character n-grams, and of word n-grams for chrF++, counted as sacreBLEU does.
/// </summary>
public sealed class Chrf
{
    private const double Epsilon = 1e-16;
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    private readonly ChrfOptions _options;

    public Chrf(ChrfOptions? options = null)
    {
        _options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.CharacterOrder, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.WordOrder, nameof(options));
    }

    private int Orders => _options.CharacterOrder + _options.WordOrder;

    /// <summary>The score of a test set with one reference for each hypothesis.</summary>
    public CorpusScore Score(IReadOnlyList<string> hypotheses, IReadOnlyList<string> references) => Score(hypotheses, [references]);

    /// <summary>The score of a test set with several references: a list for each translator, as long as the hypotheses.</summary>
    public CorpusScore Score(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references)
    {
        ReferenceLists.Require(hypotheses, references);
        var sum = new ChrfCounts[Orders];

        for (var i = 0; i < hypotheses.Count; i++)
        {
            var segment = Best(Ngrams(hypotheses[i]), references.Select(list => Ngrams(list[i])));
            for (var order = 0; order < Orders; order++)
                sum[order] += segment[order];
        }

        return new($"chrF{_options.Beta}{new string('+', _options.WordOrder)}", FScore(sum), Signature(references.Count));
    }

    /// <summary>The counts against the reference that is closest by F-score, the first of equals.</summary>
    private ChrfCounts[] Best(NgramCounts[] hypothesis, IEnumerable<NgramCounts[]> references) =>
        references.Select(reference => Compare(hypothesis, reference)).MaxBy(FScore)!;

    private static ChrfCounts[] Compare(NgramCounts[] hypothesis, NgramCounts[] reference) =>
        [.. hypothesis.Zip(reference, (ours, theirs) => new ChrfCounts(theirs.IsEmpty ? 0 : ours.Total, theirs.Total, ours.MatchesIn(theirs)))];

    private NgramCounts[] Ngrams(string text)
    {
        text = _options.Lowercase ? text.ToLowerInvariant() : text;
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

    private double FScore(ChrfCounts[] counts)
    {
        if (_options.EpsilonSmoothing)
            return 100 * counts.Average(order => FScore(order.Precision ?? Epsilon, order.Recall ?? Epsilon, ifZero: Epsilon));

        var present = counts.Where(order => order is { Hypothesis: > 0, Reference: > 0 }).ToList();
        return present.Count == 0
            ? 0
            : 100 * FScore(present.Average(order => order.Precision!.Value), present.Average(order => order.Recall!.Value), ifZero: 0);
    }

    private double FScore(double precision, double recall, double ifZero)
    {
        var factor = (double)_options.Beta * _options.Beta;
        var divisor = factor * precision + recall;
        return divisor > 0 ? (1 + factor) * precision * recall / divisor : ifZero;
    }

    private string Signature(int references) =>
        $"nrefs:{references}|case:{(_options.Lowercase ? "lc" : "mixed")}|eff:{(_options.EpsilonSmoothing ? "no" : "yes")}"
        + $"|nc:{_options.CharacterOrder}|nw:{_options.WordOrder}|space:{(_options.Whitespace ? "yes" : "no")}|version:{ScorerVersion.Text}";
}
