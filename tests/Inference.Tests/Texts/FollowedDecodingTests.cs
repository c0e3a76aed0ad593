using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Tests.Models;

namespace Seq2SeqService.Inference.Tests.Texts;

/// <summary>Texts that somebody reads along with.</summary>
public sealed class FollowedDecodingTests : IAsyncDisposable
{
    private const int Requests = 200;

    private readonly Serving _serving = new();
    private readonly PartialTexts _partials = new();

    public FollowedDecodingTests() => Publish(_serving);

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Random_texts_of_uncertain_models_are_never_taken_back_and_end_as_they_do_unfollowed(bool guards)
    {
        await using var serving = new Serving(engines: new EchoEngines { Certainty = 0.55 });
        Publish(serving);
        serving.Engines.Says = source => source.Sum() % 3 > 0 ? source : [.. source[..^1].Where((_, place) => place % 4 > 0), .. source[..1]];
        var told = 0;

        for (var seed = 0; seed < Requests; seed++)
        {
            var request = Random(seed) with { Guards = guards };
            var partials = new PartialTexts();

            var followed = await serving.TranslateAsync(request with { Progress = partials });

            partials.TookNothingBack(followed);
            IsSame(await serving.TranslateAsync(request), followed);
            told += Enumerable.Range(0, request.Texts.Count).Sum(place => partials.Of(place).Count);
        }

        Assert.True(told > Requests / 2, $"Only {told} partial texts were told.");
    }

    [Fact]
    public async Task A_sentence_that_may_be_decoded_once_more_is_told_when_it_is_settled()
    {
        _serving.Engines.Says = source => [.. source.Where(id => id != IdOf("5"))];   // the number is lost, and comes back with the second decoding

        var result = await FollowAsync("The dog 5 jumps over the fox. The fox. The lazy dog jumps over the quick brown zebras.");

        Assert.StartsWith("The dog 5 jumps over the fox. ", result.Texts[0].Text, StringComparison.Ordinal);
        Assert.Equal("numberLost", Assert.Single(result.Texts[0].Sentences[0].Warnings).Code);
        Assert.All(_partials.Of(0), partial => Assert.StartsWith("The dog 5 jumps over the fox. ", partial, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_guards_a_sentence_grows_token_by_token()
    {
        _serving.Engines["1"].BeforeStep = _partials.LetRead;

        await _serving.TranslateAsync(Request("The quick brown fox jumps over the lazy dog.") with { Guards = false, Progress = _partials, Decoding = Greedy });

        Assert.InRange(_partials.Of(0).Count, 4, 20);
        Assert.DoesNotContain("dog.", _partials.Of(0)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_languages_is_judged_by_nobody_and_grows_token_by_token()
    {
        _serving.PublishCouplets();
        _serving.Engines["1"].BeforeStep = _partials.LetRead;

        var result = await _serving.TranslateAsync(new TranslationRequest { Texts = ["The quick brown fox."], Model = "couplets", Progress = _partials, Decoding = Greedy });

        Assert.InRange(_partials.Of(0).Count, 2, 20);
        _partials.TookNothingBack(result);
    }

    [Fact]
    public async Task A_sentence_with_a_term_waits_even_without_guards()
    {
        var result = await _serving.TranslateAsync(Request("The fox jumps over the dog.") with { Guards = false, Glossary = [new("fox", "zebra")], Progress = _partials });

        Assert.Contains("zebra", result.Texts[0].Text, StringComparison.Ordinal);
        Assert.All(_partials.Of(0), partial => Assert.Equal(result.Texts[0].Text, partial));
    }

    [Fact]
    public async Task Texts_grow_side_by_side_each_at_its_place()
    {
        _serving.Engines["1"].BeforeStep = _partials.LetRead;

        var result = await FollowAsync("The fox.", "The quick brown fox jumps over the lazy dog.", "The dog. The quick brown fox jumps over the lazy dog.");

        Assert.Equal(["The fox."], _partials.Of(0));
        Assert.Equal("The dog. ", _partials.Of(2)[0]);
        _partials.TookNothingBack(result);
    }

    [Fact]
    public async Task A_text_with_tags_is_told_when_it_is_whole()
    {
        _serving.Engines["1"].BeforeStep = _partials.LetRead;

        var result = await _serving.TranslateAsync(Request("<p>The <b>fox</b>.</p>", "<p>The dog. The quick brown fox jumps over the lazy dog.</p>") with
        {
            Markup = new(), Progress = _partials,
        });

        Assert.Equal([result.Texts[0].Text], _partials.Of(0));
        Assert.All(_partials.Of(1), partial => Assert.Equal(result.Texts[1].Text, partial));
    }

    [Fact(Timeout = 30_000)]
    public async Task When_the_reader_leaves_all_rows_are_gone_at_the_next_step()
    {
        using var cancel = new CancellationTokenSource();
        var engine = _serving.Engines["1"];
        _serving.Engines["1"].BeforeStep = _partials.LetRead;
        var request = _serving.Translator.TranslateAsync(
            Request([.. Enumerable.Repeat("The quick brown fox jumps over the lazy dog.", 20)]) with { Guards = false, Progress = _partials }, cancel.Token);
        await _partials.First.WaitAsync(TestContext.Current.CancellationToken);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        engine.BeforeStep = null;
        var before = engine.StepRows.Count;
        await _serving.TranslateAsync("The dog.");

        Assert.True(engine.OpenStates <= 1, $"{engine.OpenStates} states are open.");
        Assert.All(engine.StepRows.Skip(before + 1), rows => Assert.InRange(rows, 1, 4));
    }

    [Fact]
    public async Task What_fails_on_the_way_fails_the_request()
    {
        _serving.Engines["1"].BeforeStep = () => throw new InvalidOperationException("broken");
        _serving.Engines.WhileLoading = () => throw new InvalidOperationException("and no other can be made");

        await Assert.ThrowsAsync<InvalidOperationException>(() => FollowAsync("The fox. The dog."));
    }

    [Fact]
    public async Task Characters_of_several_tokens_and_line_breaks_of_the_models_own_stay_whole()
    {
        _serving.Engines["1"].BeforeStep = _partials.LetRead;

        var result = await _serving.TranslateAsync(Request("你好。The fox.\n\n谢谢，今天天气很好。 The dog 👍🏽.") with
        {
            Guards = false, Progress = _partials, Decoding = Greedy,
        });

        _partials.TookNothingBack(result);
        Assert.All(_partials.Of(0), partial => Assert.DoesNotContain('\uFFFD', partial));
    }

    private Task<TranslationResult> FollowAsync(params string[] texts) => _serving.TranslateAsync(Request(texts) with { Progress = _partials });

    private static TranslationRequest Request(params string[] texts) => new() { Texts = texts, Source = "en", Target = "de" };

    private static TranslationRequest Random(int seed)
    {
        var random = new Random(seed);
        return Request([.. Enumerable.Range(0, random.Next(1, 4)).Select(text => AnyText.Of((10 * seed) + text))]) with
        {
            Alternatives = random.Next(3),
            Decoding = own => own with { BeamSize = random.Next(1, 5) },
            Glossary = random.Next(4) == 0 ? [new("fox", "zebra"), new("The", "How")] : [],
        };
    }

    private static void IsSame(TranslationResult plain, TranslationResult followed)
    {
        foreach (var (one, other) in plain.Texts.Zip(followed.Texts))
        {
            Assert.Equal(one.Text, other.Text);
            Assert.Equal(one.Alternatives, other.Alternatives);
            Assert.Equal((one.Score, one.Tokens), (other.Score, other.Tokens));
            Assert.Equal(one.Sentences.SelectMany(sentence => sentence.Warnings), other.Sentences.SelectMany(sentence => sentence.Warnings));
        }
    }

    private static DecodingOptions Greedy(DecodingOptions own) => own with { BeamSize = 1 };

    private static int IdOf(string word) => TestModels.Tokenizer.EncodeTarget(word)[^2];

    private static void Publish(Serving serving)
    {
        serving.Models.Publish("en-de", "1");
        serving.Store.Refresh();
    }
}
