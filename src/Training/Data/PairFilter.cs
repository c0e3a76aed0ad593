using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data;

/// <summary>Why a pair was left out.</summary>
internal enum FilterRule
{
    Empty,
    Copy,
    Duplicate,
    TooLong,
    LengthRatio,
}

/// <summary>Leaves out pairs that teach nothing or the wrong thing, and counts them by rule.</summary>
internal sealed class PairFilter(DataRecipe recipe)
{
    private const int SparedTokens = 10;   // short pairs differ much in length for good reasons

    private readonly HashSet<(string, string, string?)> _seen = [];
    private readonly Dictionary<FilterRule, int> _dropped = [];

    public int Kept { get; private set; }

    public IReadOnlyDictionary<FilterRule, int> Dropped => _dropped;

    /// <summary>The pair as ids, or null where a rule leaves it out.</summary>
    public EncodedPair? Encode(SentencePair pair, Func<SentencePair, EncodedPair> encode)
    {
        var (encoded, rule) = Judge(pair, encode);
        if (rule is { } broken)
            _dropped[broken] = _dropped.GetValueOrDefault(broken) + 1;
        else
            Kept++;
        return encoded;
    }

    public override string ToString() =>
        $"{Kept:N0} pairs kept" + string.Concat(_dropped.OrderBy(d => d.Key).Select(d => $", {d.Value:N0} {Describe(d.Key)}"));

    private (EncodedPair? Pair, FilterRule? Rule) Judge(SentencePair pair, Func<SentencePair, EncodedPair> encode)
    {
        if (string.IsNullOrWhiteSpace(pair.Source) || string.IsNullOrWhiteSpace(pair.Target))
            return (null, FilterRule.Empty);
        if (recipe.DropCopies && pair.Source == pair.Target)
            return (null, FilterRule.Copy);
        if (recipe.DropDuplicates && !_seen.Add((pair.Source, pair.Target, pair.TargetLanguage)))
            return (null, FilterRule.Duplicate);

        var encoded = encode(pair);
        if (encoded.Source.Length < 2 || encoded.Target.Length < 2)
            return (null, FilterRule.Empty);   // characters that normalisation takes away leave the end of sentence alone
        if (encoded.LongerSide > recipe.MaxTokens)
            return (null, FilterRule.TooLong);
        var shorter = Math.Min(encoded.Source.Length, encoded.Target.Length);
        if (encoded.LongerSide > SparedTokens && encoded.LongerSide > recipe.MaxLengthRatio * shorter)
            return (null, FilterRule.LengthRatio);
        return (encoded, null);
    }

    private static string Describe(FilterRule rule) => rule switch
    {
        FilterRule.Empty => "with an empty side",
        FilterRule.Copy => "with equal sides",
        FilterRule.Duplicate => "seen before",
        FilterRule.TooLong => "too long",
        _ => "of too unequal length",
    };
}
