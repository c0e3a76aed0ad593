using System.Text.RegularExpressions;
using Seq2SeqService.Inference.Glossaries;
using Seq2SeqService.Inference.Tests.Models;

namespace Seq2SeqService.Inference.Tests.Glossaries;

/// <summary>Whole requests to a model that says the source again, and so never a term's translation by itself.</summary>
public sealed class GlossaryTranslationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Terms_stand_in_the_translation_and_words_that_are_kept_too(bool guards)
    {
        await using var serving = Serve(guards);

        var result = await serving.TranslateAsync(Request("The lazy dog jumps over Brown {0}. The fox."));

        Assert.Matches(@"^The lazy .*\bHund\b.* The fox\.$", result.Texts[0].Text);   // where it stands is the model's choice, and this one has no opinion
        Assert.Single(Regex.Matches(result.Texts[0].Text, @"\{0\}"));
        Assert.All(result.Texts[0].Sentences, sentence => Assert.Empty(sentence.Warnings));
    }

    [Fact]
    public async Task A_sentence_without_terms_is_decoded_once()
    {
        await using var serving = Serve(guards: true);

        await serving.TranslateAsync(Request("The lazy fox jumps."));

        Assert.Equal(2, serving.Engines["1"].EncodedTokens.Count);   // the warm-up and this
    }

    [Fact]
    public async Task A_term_that_the_model_says_by_itself_stays_as_the_model_says_it()
    {
        await using var serving = Serve(guards: true);

        var result = await serving.TranslateAsync(Request("The dog's zebra.") with { Glossary = [new("zebra", "zebr")] });

        Assert.Equal("The dog's zebra.", result.Texts[0].Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_term_among_kept_names_is_put_in_though_nothing_is_left_to_decode(bool guards)
    {
        await using var serving = Serve(guards);

        var result = await serving.TranslateAsync(Request("Brown & Fox") with { Glossary = [new("Brown", "Brown"), new("Fox", "Fox"), new("&", "und")] });

        Assert.Equal("Brown und Fox", result.Texts[0].Text);
        Assert.Single(serving.Engines["1"].EncodedTokens);   // the warm-up
    }

    private static TranslationRequest Request(string text) => new()
    {
        Texts = [text], Source = "en", Target = "de", Glossary = [new("dog", "Hund"), new("Brown", "Brown")],
    };

    private static Serving Serve(bool guards)
    {
        var serving = new Serving(new InferenceOptions { Guards = guards });
        serving.Models.Publish("en-de", "1");
        serving.Store.Refresh();
        return serving;
    }
}
