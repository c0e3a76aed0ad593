using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data.Filters;

/// <summary>Leaves out pairs that teach nothing or the wrong thing, and reports them by rule.</summary>
/// <param name="rememberPairs">Whether pairs seen before are looked for here, where all are held.</param>
internal sealed class PairFilter(DataRecipe recipe, bool rememberPairs = true)
{
    private const int SparedTokens = 10;   // short pairs differ much in length for good reasons

    private readonly HashSet<(string, string, string?, string?)> _seen = [];
    private readonly SpokenLanguage _language = new(recipe.MinLanguageConfidence);

    public FilterReport Report { get; } = new();

    /// <summary>The pair as ids, or null where a rule leaves it out.</summary>
    public EncodedPair? Encode(SentencePair pair, Func<SentencePair, EncodedPair> encode)
    {
        var (encoded, rule) = Judge(pair, encode);
        if (rule is { } broken)
            Report.Drop(broken, pair);
        else
            Report.Keep();
        return encoded;
    }

    private (EncodedPair? Pair, FilterRule? Rule) Judge(SentencePair pair, Func<SentencePair, EncodedPair> encode)
    {
        if (string.IsNullOrWhiteSpace(pair.Source) || string.IsNullOrWhiteSpace(pair.Target))
            return (null, FilterRule.Empty);
        if (recipe.DropCopies && pair.Source == pair.Target)
            return (null, FilterRule.Copy);
        if (rememberPairs && recipe.DropDuplicates && !_seen.Add((pair.Source, pair.Target, pair.TargetLanguage, pair.Tag)))
            return (null, FilterRule.Duplicate);
        if (recipe.DropRubbish && (Rubbish.IsIn(pair.Source) || Rubbish.IsIn(pair.Target)))
            return (null, FilterRule.Rubbish);

        var encoded = encode(pair);
        if (IsBare(encoded.Source, pair, encode) || encoded.Target.Length < 2)
            return (null, FilterRule.Empty);   // characters that normalisation takes away leave the end of sentence alone
        if (encoded.LongerSide > recipe.MaxTokens)
            return (null, FilterRule.TooLong);
        var shorter = Math.Min(encoded.Source.Length, encoded.Target.Length);
        if (encoded.LongerSide > SparedTokens && encoded.LongerSide > recipe.MaxLengthRatio * shorter)
            return (null, FilterRule.LengthRatio);
        if (_language.IsOther(pair.Source, pair.SourceLanguage) || _language.IsOther(pair.Target, pair.TargetLanguage))
            return (null, FilterRule.OtherLanguage);   // last, as it takes longest
        return (encoded, null);
    }

    /// <summary>Whether a source has nothing but its tags, at most two, and its end.</summary>
    private static bool IsBare(int[] source, SentencePair pair, Func<SentencePair, EncodedPair> encode) =>
        source.Length < 2 || (source.Length < 4 && encode(pair with { TargetLanguage = null, Tag = null }).Source.Length < 2);
}
