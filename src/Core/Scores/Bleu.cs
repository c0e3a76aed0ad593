using System.Globalization;

namespace Seq2SeqService.Core.Scores;

/// <summary>
/// BLEU (Papineni et al., 2002) over detokenised text, with sacreBLEU's tokenisers, smoothing and figures (Post, 2018).
/// </summary>
public sealed class Bleu
{
    private const double LogOfZero = -9_999_999_999;   // sacreBLEU's, so that a precision of 0 makes a score of 0 and not NaN

    private readonly BleuTokenizer _tokenizer;
    private readonly BleuOptions _options;

    public Bleu(BleuTokenizer tokenizer = BleuTokenizer.V13a, BleuOptions? options = null)
    {
        _tokenizer = tokenizer;
        _options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxOrder, 1, nameof(options));
    }

    /// <summary>The score of a test set with one reference for each hypothesis.</summary>
    public CorpusScore Score(IReadOnlyList<string> hypotheses, IReadOnlyList<string> references) => Score(hypotheses, [references]);

    /// <summary>The score of a test set with several references: a list for each translator, as long as the hypotheses.</summary>
    public CorpusScore Score(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references)
    {
        ReferenceLists.Require(hypotheses, references);
        var statistics = new BleuStatistics(_options.MaxOrder);

        for (var i = 0; i < hypotheses.Count; i++)
            statistics.Add(Words(hypotheses[i]), [.. references.Select(list => Words(list[i]))]);

        return Score(statistics, references.Count);
    }

    /// <summary>The text with a space between the words that are counted.</summary>
    public static string Tokenize(BleuTokenizer tokenizer, string text) => WordTokenizers.Tokenize(tokenizer, text);

    private List<string> Words(string text)
    {
        var cased = _options.Lowercase ? text.ToLowerInvariant() : text;
        return PythonText.Split(WordTokenizers.Tokenize(_tokenizer, PythonText.TrimEnd(cased)));
    }

    private CorpusScore Score(BleuStatistics statistics, int references)
    {
        var penalty = BrevityPenalty(statistics);
        var precisions = new double[_options.MaxOrder];   // in percent
        var value = 0.0;

        if (statistics.Correct.Any(count => count > 0))
        {
            var orders = FillPrecisions(statistics, precisions);
            value = penalty * Math.Exp(precisions.Take(orders).Sum(Log) / orders);
        }

        return new("BLEU", value, Signature(references), Details(statistics, precisions, penalty));
    }

    private static double BrevityPenalty(BleuStatistics statistics)
    {
        if (statistics.Length >= statistics.ReferenceLength)
            return 1;

        return statistics.Length == 0 ? 0 : Math.Exp(1 - (double)statistics.ReferenceLength / statistics.Length);
    }

    /// <summary>Gives the number of orders to average over.</summary>
    private int FillPrecisions(BleuStatistics statistics, double[] precisions)
    {
        var orders = precisions.Length;
        var halvings = 1.0;

        for (var order = 1; order <= precisions.Length; order++)
        {
            var added = _options.Smoothing == BleuSmoothing.AddK && order > 1 ? SmoothingValue : 0;
            var correct = statistics.Correct[order - 1] + added;
            var total = statistics.Totals[order - 1] + added;
            if (total == 0)
                break;

            if (_options.EffectiveOrder)
                orders = order;
            if (correct == 0 && _options.Smoothing == BleuSmoothing.Exp)
                halvings *= 2;

            precisions[order - 1] = (correct, _options.Smoothing) switch
            {
                (0, BleuSmoothing.Exp) => 100 / (halvings * total),
                (0, BleuSmoothing.Floor) => 100 * SmoothingValue / total,
                _ => 100 * correct / total,
            };
        }

        return orders;
    }

    private double SmoothingValue => _options.SmoothingValue ?? (_options.Smoothing == BleuSmoothing.AddK ? 1 : 0.1);

    private static double Log(double value) => value == 0 ? LogOfZero : Math.Log(value);

    private string Signature(int references)
    {
        var smoothing = _options.Smoothing switch
        {
            BleuSmoothing.Floor => string.Create(CultureInfo.InvariantCulture, $"floor[{SmoothingValue:F2}]"),
            BleuSmoothing.AddK => string.Create(CultureInfo.InvariantCulture, $"add-k[{SmoothingValue:F2}]"),
            BleuSmoothing.None => "none",
            _ => "exp",
        };

        return $"nrefs:{references}|case:{(_options.Lowercase ? "lc" : "mixed")}|eff:{(_options.EffectiveOrder ? "yes" : "no")}"
            + $"|tok:{WordTokenizers.NameOf(_tokenizer)}|smooth:{smoothing}|version:{ScorerVersion.Text}";
    }

    private static string Details(BleuStatistics statistics, double[] precisions, double penalty)
    {
        var ratio = statistics.ReferenceLength == 0 ? 0 : (double)statistics.Length / statistics.ReferenceLength;
        var percents = string.Join('/', precisions.Select(precision => precision.ToString("F1", CultureInfo.InvariantCulture)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{percents} (BP = {penalty:F3} ratio = {ratio:F3} hyp_len = {statistics.Length} ref_len = {statistics.ReferenceLength})");
    }
}
