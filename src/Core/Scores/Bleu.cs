using System.Globalization;
using System.Numerics;

namespace Seq2SeqService.Core.Scores;

/// <summary>
/// BLEU (Papineni et al., 2002) over detokenised text, with sacreBLEU's tokenisers, smoothing and figures (Post, 2018).
/// </summary>
public sealed class Bleu : IMeasure
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

    public bool IsSinglePrecision => false;   // its precisions are, but not the logarithms

    private double SmoothingValue => _options.SmoothingValue ?? (_options.Smoothing == BleuSmoothing.AddK ? 1 : 0.1);

    /// <summary>The score of a test set with one reference for each hypothesis.</summary>
    public CorpusScore Score(IReadOnlyList<string> hypotheses, IReadOnlyList<string> references) => Score(hypotheses, [references]);

    /// <summary>The score of a test set with several references: a list for each translator, as long as the hypotheses.</summary>
    public CorpusScore Score(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references) => Score(Collect(hypotheses, references));

    /// <summary>The text with a space between the words that are counted.</summary>
    public static string Tokenize(BleuTokenizer tokenizer, string text) => WordTokenizers.Tokenize(tokenizer, text);

    public SegmentStatistics Collect(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references) =>
        SegmentStatistics.Collect(hypotheses, references, (hypothesis, wanted) =>
            BleuStatistics.Of(Words(hypothesis), [.. wanted.Select(Words)], _options.MaxOrder));

    public CorpusScore Score(SegmentStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        var sums = statistics.Sum();
        return new("BLEU", Value(sums), Signature(statistics.References), Details(sums));
    }

    public double Value(ReadOnlySpan<double> sums) => Score(sums, new double[_options.MaxOrder]);

    public double Value(ReadOnlySpan<float> sums) => Score(sums, new float[_options.MaxOrder]);

    private List<string> Words(string text)
    {
        var cased = _options.Lowercase ? PythonText.ToLower(text) : text;
        return PythonText.Split(WordTokenizers.Tokenize(_tokenizer, PythonText.TrimEnd(cased)));
    }

    /// <summary>Fills the precisions, in percent.</summary>
    private double Score<T>(ReadOnlySpan<T> sums, T[] precisions)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (!sums.Slice(BleuStatistics.Correct, _options.MaxOrder).ContainsAnyExcept(T.Zero))
            return 0;

        var orders = FillPrecisions(sums, precisions);
        var logarithms = precisions.Take(orders).Sum(precision => precision == T.Zero ? LogOfZero : Math.Log(double.CreateChecked(precision)));
        return BrevityPenalty(sums) * Math.Exp(logarithms / orders);
    }

    private static double BrevityPenalty<T>(ReadOnlySpan<T> sums)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var length = double.CreateChecked(sums[BleuStatistics.Length]);
        var wanted = double.CreateChecked(sums[BleuStatistics.ReferenceLength]);
        if (length >= wanted)
            return 1;

        return length == 0 ? 0 : Math.Exp(1 - wanted / length);
    }

    /// <summary>Gives the number of orders to average over.</summary>
    private int FillPrecisions<T>(ReadOnlySpan<T> sums, T[] precisions)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var orders = precisions.Length;
        var halvings = T.One;
        var hundred = T.CreateChecked(100);

        for (var order = 1; order <= precisions.Length; order++)
        {
            var added = _options.Smoothing == BleuSmoothing.AddK && order > 1 ? T.CreateChecked(SmoothingValue) : T.Zero;
            var correct = sums[BleuStatistics.Correct + order - 1] + added;
            var total = sums[BleuStatistics.Totals(_options.MaxOrder) + order - 1] + added;
            if (total == T.Zero)
                break;

            if (_options.EffectiveOrder)
                orders = order;
            if (correct == T.Zero && _options.Smoothing == BleuSmoothing.Exp)
                halvings += halvings;

            precisions[order - 1] = (correct == T.Zero, _options.Smoothing) switch
            {
                (true, BleuSmoothing.Exp) => hundred / (halvings * total),
                (true, BleuSmoothing.Floor) => T.CreateChecked(100 * SmoothingValue) / total,
                _ => hundred * correct / total,
            };
        }

        return orders;
    }

    private string Signature(string references)
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

    private string Details(double[] sums)
    {
        var precisions = new double[_options.MaxOrder];
        Score<double>(sums, precisions);
        var (length, wanted) = (sums[BleuStatistics.Length], sums[BleuStatistics.ReferenceLength]);
        var ratio = wanted == 0 ? 0 : length / wanted;
        var percents = string.Join('/', precisions.Select(precision => precision.ToString("F1", CultureInfo.InvariantCulture)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{percents} (BP = {BrevityPenalty<double>(sums):F3} ratio = {ratio:F3} hyp_len = {length:F0} ref_len = {wanted:F0})");
    }
}
