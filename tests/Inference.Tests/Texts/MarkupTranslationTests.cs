using Seq2SeqService.Core.Markup;
using Seq2SeqService.Inference.Tests.Models;

namespace Seq2SeqService.Inference.Tests.Texts;

/// <summary>Texts with tags, from the request to the answer.</summary>
public sealed class MarkupTranslationTests : IAsyncDisposable
{
    private readonly Serving _serving = Serve();

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    [Fact]
    public async Task Tags_come_back_with_the_sentences_between_them()
    {
        const string Page = "<h1>The fox</h1>\n<p>The <b>fox</b> jumps. <a href=x>The dog</a> is here.</p><script>no()</script>";

        var result = await _serving.TranslateAsync(Request(Page, "plain <i>dog</i>") with { Markup = new MarkupOptions(), Alternatives = 1 });

        var tags = string.Concat(System.Text.RegularExpressions.Regex.Matches(result.Texts[0].Text, "<[^>]*>").Select(tag => tag.Value));
        Assert.Equal("<h1></h1><p><b></b><a href=x></a></p><script></script>", tags);
        Assert.Contains("<script>no()</script>", result.Texts[0].Text, StringComparison.Ordinal);
        Assert.Equal("plain dog", result.Texts[1].Text.Replace("<i>", "", StringComparison.Ordinal).Replace("</i>", "", StringComparison.Ordinal));
        Assert.NotEmpty(result.Texts[0].Alternatives);
        Assert.True(result.Texts[0].Tokens > 0);
        Assert.Empty(result.Texts[0].Sentences);
    }

    [Fact]
    public async Task A_prefix_begins_the_first_paragraph_that_is_decoded_and_no_other()
    {
        var result = await _serving.TranslateAsync(Request("<p>{0}</p><p>The fox jumps.</p><p>The dog jumps.</p>") with { Markup = new(), Prefix = "A dog" });

        Assert.StartsWith("<p>{0}</p><p>A dog", result.Texts[0].Text, StringComparison.Ordinal);
        Assert.EndsWith("<p>The dog jumps.</p>", result.Texts[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_attention_translates_tags_too()
    {
        await using var serving = Serve(engines: new EchoEngines { HasAttention = false });

        var result = await serving.TranslateAsync(Request("<p>The <b>fox</b>!</p>") with { Markup = new MarkupOptions() });

        Assert.Equal("<p>The <b>fox</b>!</p>", result.Texts[0].Text);
    }

    [Fact]
    public async Task Markup_that_cannot_be_read_is_named_by_its_place()
    {
        var xml = new MarkupOptions { Kind = MarkupKind.Xml };

        var refused = await Assert.ThrowsAsync<TranslationException>(() => _serving.TranslateAsync(Request("<a>fox</a>", "<a>fox") with { Markup = xml }));

        Assert.Equal((TranslationFailure.UnreadableMarkup, 1), (refused.Failure, refused.Text));
    }

    [Fact]
    public async Task Markup_has_a_limit_of_its_own()
    {
        await using var serving = Serve(new InferenceOptions { MaxTextCharacters = 10, MaxMarkupCharacters = 100 });

        Assert.NotEmpty((await serving.TranslateAsync(Request("<p>The fox jumps over the dog.</p>") with { Markup = new() })).Texts);
        var refused = await Assert.ThrowsAsync<TranslationException>(() => serving.TranslateAsync(Request(new string('x', 101)) with { Markup = new() }));
        Assert.Equal(TranslationFailure.TextTooLong, refused.Failure);
    }

    private static TranslationRequest Request(params string[] texts) => new() { Texts = texts, Source = "en", Target = "de" };

    private static Serving Serve(InferenceOptions? inference = null, EchoEngines? engines = null)
    {
        var serving = new Serving(inference, engines: engines);
        serving.Models.Publish("en-de", "1");
        serving.Store.Refresh();
        return serving;
    }
}
