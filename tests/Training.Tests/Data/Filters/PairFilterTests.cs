using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Data.Filters;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Data.Filters;

public sealed class PairFilterTests
{
    private readonly PairFilter _filter = new(new DataRecipe { MaxTokens = 13, MaxLengthRatio = 2 });

    [Theory]
    [InlineData("", "ja", nameof(FilterRule.Empty))]
    [InlineData("yes", "  ", nameof(FilterRule.Empty))]
    [InlineData("yes", "\u200b", nameof(FilterRule.Empty))]
    [InlineData("\u200b", "ja", nameof(FilterRule.Empty))]
    [InlineData("OK", "OK", nameof(FilterRule.Copy))]
    [InlineData("a a a a a a a a a a a a a", "b", nameof(FilterRule.TooLong))]
    [InlineData("a a a a a a a a a a a a", "b b", nameof(FilterRule.LengthRatio))]
    public void A_pair_that_teaches_nothing_is_left_out_and_counted(string source, string target, string rule)
    {
        Assert.Null(Encode(source, target));

        Assert.Equal(1, _filter.Report.Dropped[Enum.Parse<FilterRule>(rule)]);
        Assert.Equal(0, _filter.Report.Kept);
    }

    [Theory]
    [InlineData("de", null)]
    [InlineData(null, "bt")]
    [InlineData("de", "bt")]
    public void A_source_that_is_nothing_but_tags_is_empty(string? language, string? tag)
    {
        Assert.Null(_filter.Encode(new SentencePair("\u200b", "ja", language, Tag: tag), Tagged));
        Assert.NotNull(_filter.Encode(new SentencePair("yes", "ja", language, Tag: tag), Tagged));

        Assert.Equal(1, _filter.Report.Dropped[FilterRule.Empty]);

        static EncodedPair Tagged(SentencePair pair) =>
            new([.. new[] { pair.TargetLanguage, pair.Tag }.Where(name => name is not null).Select(_ => 3), .. Ids(pair.Source)], Ids(pair.Target));
    }

    [Fact]
    public void A_pair_seen_before_is_left_out_but_not_its_other_direction()
    {
        Assert.NotNull(Encode("yes", "ja"));
        Assert.Null(Encode("yes", "ja"));
        Assert.NotNull(Encode("ja", "yes"));

        Assert.Equal("2 pairs kept, 1 seen before", _filter.Report.ToString());
    }

    [Fact]
    public void Short_pairs_may_differ_in_length() => Assert.NotNull(Encode("a b c d e", "b"));

    private EncodedPair? Encode(string source, string target) => _filter.Encode(
        new SentencePair(source, target, null), pair => new EncodedPair(Ids(pair.Source), Ids(pair.Target)));

    /// <summary>A token for each word and one for the end; as in normalisation, a zero-width space is nothing.</summary>
    private static int[] Ids(string text) => new int[text.Split([' ', '\u200b'], StringSplitOptions.RemoveEmptyEntries).Length + 1];
}
