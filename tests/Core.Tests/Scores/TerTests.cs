using System.Text.Json.Nodes;
using Seq2SeqService.Core.Scores;

namespace Seq2SeqService.Core.Tests.Scores;

public sealed class TerTests
{
    [Fact]
    public void The_scores_of_test_sets_are_those_of_sacreBLEU()
    {
        foreach (var @case in SacreBleuVectors.Cases("ter"))
        {
            var score = new Ter().Score(@case["hyps"]!.Strings(), @case["refs"]!.Strings());
            Assert.Equal(100 * @case["ter_over_100"]!.GetValue<double>(), score.Value, tolerance: 0.1);
        }
    }

    [Theory]
    [InlineData("test_cases_default", false, false, false)]
    [InlineData("test_cases_no_punct", false, true, false)]
    [InlineData("test_cases_norm", true, false, false)]
    [InlineData("test_cases_asian", true, false, true)]
    public void Text_is_cut_into_the_words_of_sacreBLEU(string name, bool normalized, bool noPunctuation, bool asian)
    {
        var options = new TerOptions { Normalized = normalized, NoPunctuation = noPunctuation, AsianSupport = asian };

        foreach (var @case in SacreBleuVectors.Single("ter_tokenizer")[name]!.AsArray())
            Assert.Equal(Words(Text(@case![1])), Words(Ter.Tokenize(options, Text(@case[0]))));
    }

    [Theory]
    [InlineData("a-b &quot;c&quot; it's 1,5. x-\n-y", "a-b \" c \" it 's 1,5 . x-y")]
    [InlineData("&amp;lt; 3-4", "< 3 - 4")]
    public void Normalised_western_text_is_as_the_rules_have_it(string text, string words) =>
        Assert.Equal(words, Ter.Tokenize(new() { Normalized = true }, text));

    [Fact]
    public void Asian_punctuation_is_left_out_where_that_is_asked_for()
    {
        Assert.Equal("你好 吧", Ter.Tokenize(new() { NoPunctuation = true, AsianSupport = true }, "你好， 吧。！"));
        Assert.Equal("你好， 吧。！", Ter.Tokenize(new() { NoPunctuation = true }, "你好， 吧。！"));
        Assert.Equal("㍑ 好 、 ひらがな ㊀", Ter.Tokenize(new() { Normalized = true, AsianSupport = true }, "㍑好、ひらがな㊀"));
    }

    [Fact]
    public void Case_counts_only_where_that_is_asked_for()
    {
        Assert.Equal(0, new Ter().Score(["A b"], ["a B"]).Value);
        Assert.Equal(100, new Ter(new() { CaseSensitive = true }).Score(["A b"], ["a B"]).Value);
        Assert.Equal("οδυσσευς i\u0307 ς", Ter.Tokenize(new(), "ΟΔΥΣΣΕΥΣ İ ς"));
    }

    [Fact]
    public void Of_several_references_the_fewest_edits_count_over_the_mean_length()
    {
        // One edit from "a b c d", four from the other; the mean length is 3.
        var score = new Ter().Score(["a b c x"], [["a b c d"], ["q r"]]);

        Assert.Equal(100 * 1 / 3.0, score.Value, tolerance: 1e-9);
        Assert.StartsWith("nrefs:2|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:s2s-", score.Signature, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_reference_says_that_there_is_none()
    {
        string[][] references = [["a b", "c"], ["", "c d"]];

        var score = new Ter().Score(["a b", "c d"], references);

        Assert.Equal(0, score.Value);
        Assert.StartsWith("nrefs:var|", score.Signature, StringComparison.Ordinal);
        Assert.StartsWith("nrefs:var|", new Bleu().Score(["a b", "c d"], references).Signature, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("a b", "", 100)]
    [InlineData("", "a b", 100)]
    [InlineData("a b c d", "a", 300)]
    public void What_is_empty_or_too_long_has_its_rate(string hypothesis, string reference, double rate) =>
        Assert.Equal(rate, new Ter().Score([hypothesis], [reference]).Value);

    [Fact]
    public void A_score_prints_as_sacreBLEU_prints_it() => Assert.Equal("TER = 12.50", new Ter().Score(["d e f g h a b c"], ["a b c d e f g h"]).ToString());

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
