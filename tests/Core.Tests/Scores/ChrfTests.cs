using Seq2SeqService.Core.Scores;

namespace Seq2SeqService.Core.Tests.Scores;

public sealed class ChrfTests
{
    [Theory]
    [InlineData("chrf_beta3_eps", true, false)]
    [InlineData("chrf_beta3_effective_order", false, false)]
    [InlineData("chrf_beta3_keep_whitespace", false, true)]
    public void The_scores_of_test_sets_are_those_of_sacreBLEU(string name, bool epsilonSmoothing, bool whitespace)
    {
        var chrf = new Chrf(new() { Beta = 3, EpsilonSmoothing = epsilonSmoothing, Whitespace = whitespace });

        foreach (var @case in SacreBleuVectors.Cases(name))
        {
            var score = chrf.Score(@case["hyps"]!.Strings(), @case["refs"]!.Strings());
            Assert.Equal(@case["chrf"]!.GetValue<double>(), score.Value, tolerance: 1e-4);
        }
    }

    [Fact]
    public void The_scores_of_sentences_are_those_of_sacreBLEU()
    {
        foreach (var @case in SacreBleuVectors.Cases("sentence_chrf_eps"))
        {
            var score = new Chrf(new() { EpsilonSmoothing = true }).Score([@case["hyp"]!.GetValue<string>()], @case["refs"]!.Strings());
            Assert.Equal(@case["chrf"]!.GetValue<double>(), score.Value, tolerance: 1e-6);
        }
    }

    [Fact]
    public void Of_several_references_the_closest_counts()
    {
        var score = new Chrf().Score(["abc def"], [["xyz"], ["abc def"]]);

        Assert.Equal(100, score.Value, tolerance: 1e-9);
        Assert.StartsWith("nrefs:2|", score.Signature, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_count_in_chrF_plus_plus_with_punctuation_set_apart()
    {
        var plus = new Chrf(new() { WordOrder = 2 });

        // Characters agree. Words: "(ab", "cd" and "." against "(", "ab", "cd" and "." in all but one place.
        var same = plus.Score(["x (ab cd."], ["x (ab cd ."]);
        var other = plus.Score(["x ( ab cd."], ["x (ab cd."]);

        Assert.Equal(100, same.Value, tolerance: 1e-9);
        Assert.Equal(100, other.Value, tolerance: 1e-9);
        Assert.True(plus.Score(["ab cd"], ["abcd"]).Value < new Chrf().Score(["ab cd"], ["abcd"]).Value);
        Assert.Equal("chrF2++", same.Name);
    }

    [Fact]
    public void The_order_is_effective_by_the_hand_counted_formula()
    {
        // Orders 1 and 2 occur: precision (1/2 + 0/1) / 2, recall the same, so F is 1/4.
        Assert.Equal(25, new Chrf().Score(["ab"], ["ac"]).Value, tolerance: 1e-9);
    }

    [Fact]
    public void Characters_beyond_the_basic_plane_are_one_character()
    {
        // As two halves the emoji would share the first half of each pair.
        Assert.Equal(0, new Chrf().Score(["😀"], ["😁"]).Value);
    }

    [Fact]
    public void The_signature_says_how_it_was_counted()
    {
        string[] text = ["a b"];

        Assert.StartsWith("nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:s2s-", new Chrf().Score(text, text).Signature, StringComparison.Ordinal);
        Assert.StartsWith(
            "nrefs:1|case:lc|eff:no|nc:6|nw:2|space:yes|",
            new Chrf(new() { WordOrder = 2, Lowercase = true, Whitespace = true, EpsilonSmoothing = true }).Score(text, text).Signature,
            StringComparison.Ordinal);
        Assert.Equal("chrF2 = 100.00", new Chrf().Score(text, text).ToString()[..14]);
    }
}
