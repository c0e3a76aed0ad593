using System.Globalization;
using System.Text.Json.Nodes;
using Seq2SeqService.Core.Scores;

namespace Seq2SeqService.Core.Tests.Scores;

public sealed class BleuTests
{
    [Fact]
    public void The_scores_of_test_sets_are_those_of_sacreBLEU()
    {
        foreach (var @case in SacreBleuVectors.Cases("corpus_bleu"))
        {
            var options = @case["options"]!;
            var bleu = new Bleu(
                SacreBleuVectors.Tokenizer(Text(options["tokenize"]) ?? "13a"),
                new BleuOptions { Smoothing = SacreBleuVectors.Smoothing(Text(options["smooth_method"]) ?? "exp") });

            var score = bleu.Score(@case["hyps"]!.Strings(), @case["refs_streams"]!.Lists());

            Assert.Equal(@case["bleu"]!.GetValue<double>(), score.Value, tolerance: 1e-6);
        }
    }

    [Fact]
    public void Floor_smoothing_over_the_orders_that_occur_is_that_of_sacreBLEU()
    {
        var options = new BleuOptions { Smoothing = BleuSmoothing.Floor, SmoothingValue = 0.01, EffectiveOrder = true };

        foreach (var @case in SacreBleuVectors.Cases("raw_bleu_floor_0.01_tokenize_none"))
        {
            var score = new Bleu(BleuTokenizer.None, options).Score(@case["hyps"]!.Strings(), @case["refs_streams"]!.Lists());
            Assert.Equal(100 * @case["bleu_over_100"]!.GetValue<double>(), score.Value, tolerance: 1e-9);
        }
    }

    [Fact]
    public void Any_longest_order_gives_the_figure_of_sacreBLEU()
    {
        foreach (var @case in SacreBleuVectors.Cases("bleu_max_order"))
        {
            var bleu = new Bleu(options: new() { MaxOrder = @case["order"]!.GetValue<int>() });
            var score = bleu.Score(@case["hyps"]!.Strings(), @case["refs_streams"]!.Lists());
            Assert.Equal(@case["formatted"]!.GetValue<string>(), score.Value.ToString("F2", CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData("sentence_bleu")]
    [InlineData("sentence_bleu_zero")]
    public void The_scores_of_sentences_are_those_of_sacreBLEU(string name)
    {
        var vectors = SacreBleuVectors.Single(name);

        foreach (var @case in vectors["cases"]!.AsArray())
        {
            var options = new BleuOptions
            {
                Smoothing = SacreBleuVectors.Smoothing(Text(@case!["smooth_method"])!),
                SmoothingValue = @case["smooth_value"]?.GetValue<double>(),
                Lowercase = @case["lowercase"]!.GetValue<bool>(),
                EffectiveOrder = vectors["effective_order"]!.GetValue<bool>(),
            };
            var bleu = new Bleu(SacreBleuVectors.Tokenizer(Text(@case["tokenize"])!), options);

            var score = bleu.Score([Text(vectors["sys"])!], [Text(vectors["ref"])!]);

            Assert.Equal(@case["bleu"]!.GetValue<double>(), score.Value, tolerance: 1e-3);
        }
    }

    [Theory]
    [InlineData("13a")]
    [InlineData("intl")]
    [InlineData("zh")]
    [InlineData("char")]
    [InlineData("none")]
    public void Text_is_cut_into_the_words_of_sacreBLEU(string tokenizer)
    {
        foreach (var @case in SacreBleuVectors.Single("tokenizers")[tokenizer]!.AsArray())
        {
            var words = Bleu.Tokenize(SacreBleuVectors.Tokenizer(tokenizer), Text(@case!["in"])!);
            Assert.Equal(Text(@case["out"]), words);
        }
    }

    [Theory]
    [InlineData(BleuTokenizer.V13a, "U.S.A. said&apos;s 1,5", "U . S . A . said & apos ; s 1,5")]
    [InlineData(BleuTokenizer.V13a, "a\u001Cb\u00A0c", "a b c")]
    [InlineData(BleuTokenizer.V13a, "1.😀.2", "1 . 😀 . 2")]
    [InlineData(BleuTokenizer.Intl, "ok😀2€", "ok 😀 2 €")]
    [InlineData(BleuTokenizer.Intl, "1.5 a.5 5.a", "1.5 a . 5 5 . a")]
    [InlineData(BleuTokenizer.Zh, "好“吗”—𠀀", "好 “ 吗 ” — 𠀀")]
    [InlineData(BleuTokenizer.Characters, "😀a", "😀 a")]
    public void The_odd_corners_are_as_the_rules_have_them(BleuTokenizer tokenizer, string text, string words) =>
        Assert.Equal(words, Bleu.Tokenize(tokenizer, text));

    [Fact]
    public void The_signature_says_how_and_by_whom_it_was_counted()
    {
        string[] text = ["a b c d"];

        Assert.Matches(
            @"^nrefs:1\|case:mixed\|eff:no\|tok:13a\|smooth:exp\|version:s2s-\d+\.\d+\(sacrebleu-2\.6\.0\)$", new Bleu().Score(text, text).Signature);
        Assert.StartsWith(
            "nrefs:2|case:lc|eff:yes|tok:zh|smooth:add-k[2.00]|version:",
            new Bleu(BleuTokenizer.Zh, new() { Lowercase = true, EffectiveOrder = true, Smoothing = BleuSmoothing.AddK, SmoothingValue = 2 })
                .Score(text, [text, text]).Signature,
            StringComparison.Ordinal);
        Assert.Contains(
            "|smooth:floor[0.10]|", new Bleu(options: new() { Smoothing = BleuSmoothing.Floor }).Score(text, text).Signature, StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_prints_as_sacreBLEU_prints_it()
    {
        var score = new Bleu().Score(["the cat sat on the mat"], ["the cat sat on a mat today"]);

        Assert.Equal("BLEU = 45.48 83.3/60.0/50.0/33.3 (BP = 0.846 ratio = 0.857 hyp_len = 6 ref_len = 7)", score.ToString());
    }

    [Fact]
    public void Lists_of_different_lengths_cannot_be_compared()
    {
        Assert.Throws<ArgumentException>(() => new Bleu().Score(["a", "b"], ["a"]));
        Assert.Throws<ArgumentException>(() => new Bleu().Score(Array.Empty<string>(), Array.Empty<string>()));
        Assert.Throws<ArgumentException>(() => new Chrf().Score(["a"], Array.Empty<IReadOnlyList<string>>()));
    }

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}
