using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Models;
using Seq2SeqService.Inference.Scheduling;
using Seq2SeqService.Inference.Tests.Decoding;
using Seq2SeqService.Inference.Tests.Models;

namespace Seq2SeqService.Inference.Tests;

public sealed class TranslatorTests : IAsyncDisposable
{
    private readonly Serving _serving = Serve();

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    [Theory]
    [InlineData("The fox.")]
    [InlineData("  The fox.  The dog!\n\n\tZebras jump?\r\n")]
    [InlineData("\n\n \nThe fox\n")]
    [InlineData("你好。再见。\n谢谢")]
    [InlineData("👍🏽🎉 🚀")]
    [InlineData("0123 - 45!")]
    [InlineData("   ")]
    [InlineData("")]
    public async Task White_space_and_what_needs_no_translation_stay_as_they_are(string text)
    {
        Assert.Equal(text, (await _serving.TranslateAsync(text)).Texts[0].Text);
    }

    [Fact]
    public async Task All_sentences_of_all_texts_go_through_the_engine_together()
    {
        var result = await _serving.TranslateAsync("The fox. The dog.", "Zebras jump.", "");

        Assert.Equal(["The fox. The dog.", "Zebras jump.", ""], result.Texts.Select(text => text.Text));
        Assert.Equal(new ModelId("en-de", "1"), result.Model);
        Assert.True(result.QueueTime >= TimeSpan.Zero && result.DecodeTime > TimeSpan.Zero);
        Assert.Equal(2, _serving.Engines["1"].EncodedTokens.Count);   // the warm-up and this
    }

    [Fact]
    public async Task The_score_is_the_mean_over_the_sentences_and_tokens_their_sum()
    {
        var apart = await _serving.TranslateAsync("The fox.", "The lazy dog jumps.");
        var together = await _serving.TranslateAsync("The fox. The lazy dog jumps.");

        Assert.Equal(apart.Texts.Average(text => text.Score), together.Texts[0].Score, 9);
        Assert.Equal(apart.Texts.Sum(text => text.Tokens), together.Texts[0].Tokens);
        Assert.Equal(0, (await _serving.TranslateAsync("123")).Texts[0].Tokens);
    }

    [Fact]
    public async Task A_sentence_longer_than_the_model_accepts_is_translated_in_parts()
    {
        await using var serving = Serve(engines: new EchoEngines { MaxPositions = 24 });
        var sentence = "The quick brown fox jumps over the lazy dog, " + string.Join(" ", Enumerable.Repeat("and the lazy dog jumps", 10)) + ".";

        var result = await serving.TranslateAsync(sentence);

        Assert.Equal(sentence, result.Texts[0].Text);
        Assert.InRange(serving.Engines["1"].EncodedTokens.Count, 2, 100);
    }

    [Fact]
    public async Task A_setting_bounds_sentences_below_what_the_model_accepts()
    {
        await using var serving = Serve(new InferenceOptions { MaxSentenceTokens = 8 });

        await serving.TranslateAsync("The quick brown fox jumps over the lazy dog");

        using var lease = serving.Store.Lease("en-de", null);
        Assert.Equal(8, lease.Model.MaxSourceTokens);
        Assert.InRange(serving.Engines["1"].EncodedTokens[^1], 9, 1000);   // several rows
    }

    [Fact]
    public async Task A_character_that_no_splitting_makes_fit_is_too_long_and_nothing_is_cut()
    {
        await using var serving = Serve(new InferenceOptions { MaxSentenceTokens = 8 });
        serving.PublishCouplets();

        Assert.Equal(TranslationFailure.TextTooLong, await serving.FailureOf(Couplet("\ufdfa")));   // one character that stands for 18
        Assert.Equal("\ufdfa", (await serving.TranslateAsync("\ufdfa")).Texts[0].Text);           // no word that the model can read
    }

    [Fact]
    public async Task Alternatives_are_further_outputs_best_first()
    {
        var result = await _serving.TranslateAsync(Request("The fox jumps.") with { Alternatives = 3 });

        var text = result.Texts[0];
        Assert.Equal("The fox jumps.", text.Text);
        Assert.InRange(text.Alternatives.Count, 1, 3);
        Assert.DoesNotContain(text.Text, text.Alternatives);
        Assert.Equal(text.Alternatives.Count, text.Alternatives.Distinct().Count());
    }

    [Fact]
    public async Task A_prefix_begins_the_first_sentence_of_every_text()
    {
        var result = await _serving.TranslateAsync(Request("The fox jumps. The dog jumps.", "Zebras jump.") with { Prefix = "A dog" });

        Assert.StartsWith("A dog", result.Texts[0].Text, StringComparison.Ordinal);
        Assert.EndsWith(" The dog jumps.", result.Texts[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("A dog", result.Texts[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prefix_is_kept_for_the_first_sentence_that_is_decoded()
    {
        var result = await _serving.TranslateAsync(Request("{0}\nThe fox jumps.") with { Prefix = "A dog" });

        Assert.StartsWith("{0}\nA dog", result.Texts[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_out_of_range_are_refused_before_anything_is_queued()
    {
        TranslationRequest[] bad =
        [
            Request("fox") with { Alternatives = 32 },
            Request("fox") with { Alternatives = -1 },
            Request("fox") with { Decoding = own => own with { BeamSize = 33 } },
            Request("fox") with { Decoding = own => own with { BeamSize = 1, Temperature = 1 }, Alternatives = 1 },
            Request("fox") with { Prefix = new string('a', 500) },
        ];

        foreach (var request in bad)
            Assert.Equal(TranslationFailure.InvalidOption, await _serving.FailureOf(request));
        Assert.Single(_serving.Engines["1"].EncodedTokens);
    }

    [Fact]
    public async Task A_text_over_the_limit_is_refused_with_both_figures()
    {
        var refused = await Assert.ThrowsAsync<TranslationException>(() => _serving.TranslateAsync(new string('x', 10_001)));

        Assert.Equal(TranslationFailure.TextTooLong, refused.Failure);
        Assert.Contains("10001", refused.Message, StringComparison.Ordinal);
        Assert.Contains("5000", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_sentences_than_the_line_takes_are_refused_together()
    {
        await using var serving = Serve(scheduler: new SchedulerOptions { MaxQueued = 3 });

        Assert.Equal(TranslationFailure.TextTooLong, await serving.FailureOf(Request("The fox. A dog. Daft zebras.", "The fox.")));
        Assert.Equal("The fox. A dog.", (await serving.TranslateAsync("The fox. A dog.")).Texts[0].Text);
    }

    [Theory]
    [InlineData(0, 6)]
    [InlineData(4, 2)]
    public async Task A_request_that_takes_too_long_is_refused_and_the_model_is_not_held(int waited, int seconds)
    {
        var time = new ManualTime();
        await using var serving = new Serving(new InferenceOptions { RequestTimeout = TimeSpan.FromSeconds(5) }, time: time);
        serving.Models.Publish("en-de", "1");
        serving.Store.Refresh();
        using var decoding = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        serving.Engines["1"].BeforeStep = () =>
        {
            decoding.Set();
            mayGoOn.Wait(TestContext.Current.CancellationToken);
        };
        var failure = serving.FailureOf(Request("The fox.") with { Waited = TimeSpan.FromSeconds(waited) });
        decoding.Wait(TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(TranslationFailure.TimedOut, await failure);
        mayGoOn.Set();
    }

    [Theory]
    [InlineData(null, 3600, TranslationFailure.TimedOut)]
    [InlineData(300, 300, TranslationFailure.DeadlinePassed)]
    public async Task A_request_that_has_waited_for_as_long_as_it_may_is_refused_at_once(int? deadline, int waited, TranslationFailure expected)
    {
        var request = Request("The fox.") with { Deadline = deadline is { } ms ? TimeSpan.FromMilliseconds(ms) : null, Waited = TimeSpan.FromMilliseconds(waited) };

        await using var serving = Serve(new InferenceOptions { RequestTimeout = TimeSpan.FromSeconds(3) });

        Assert.Equal(expected, await serving.FailureOf(request));
        Assert.Single(serving.Engines["1"].EncodedTokens);   // to warm up
    }

    [Fact]
    public async Task A_caller_who_leaves_is_let_go_at_once_and_the_model_is_not_held()
    {
        using var cancel = new CancellationTokenSource();
        using var decoding = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        _serving.Engines["1"].BeforeStep = () =>
        {
            decoding.Set();
            mayGoOn.Wait(TestContext.Current.CancellationToken);
        };
        var request = _serving.Translator.TranslateAsync(Request("The fox."), cancel.Token);
        decoding.Wait(TestContext.Current.CancellationToken);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        mayGoOn.Set();
        Assert.Equal("The dog.", (await _serving.TranslateAsync("The dog.")).Texts[0].Text);
    }

    [Theory]
    [InlineData("en", "de")]
    [InlineData("EN", "DE")]
    public async Task The_target_language_is_marked_however_it_is_spelled(string source, string target)
    {
        var sources = new List<int[]>();
        _serving.Engines["1"].Encoding = sources.AddRange;

        await _serving.TranslateAsync(new TranslationRequest { Texts = ["The fox."], Source = source, Target = target });
        await _serving.TranslateAsync(new TranslationRequest { Texts = ["The fox."], Model = "en-de" });

        Assert.Equal(2, sources.Count);
        Assert.All(sources, tokens => Assert.Equal(TestModels.TagId, tokens[0]));
    }

    [Fact]
    public async Task Attention_names_the_pieces_of_every_sentence_and_what_each_one_attended_to()
    {
        var sources = new List<int[]>();
        _serving.Engines["1"].Encoding = sources.AddRange;

        var result = await _serving.TranslateAsync(Request("The fox. The dog jumps.\n", "123") with
        {
            Decoding = own => own with { WithAttention = true }, Alternatives = 1,
        });

        Assert.Equal("The fox. The dog jumps.\n", result.Texts[0].Text);
        Assert.Single(result.Texts[0].Alternatives);
        Assert.Equal(2, result.Texts[0].Sentences.Count);
        Assert.Empty(result.Texts[1].Sentences);
        foreach (var (sentence, source) in result.Texts[0].Sentences.Zip(sources))
        {
            Assert.Equal([">>de<<", .. sentence.Target], sentence.Source);   // the engine says the source again, and its end
            Assert.Equal("</s>", sentence.Target[^1]);
            Assert.Equal(Enumerable.Range(0, source.Length - 1).Select(said => FakeEngine.Weights(source, source[1..(said + 1)])), sentence.Attention);
        }

        Assert.Equal("▁The▁dog▁jumps.</s>", string.Concat(result.Texts[0].Sentences[1].Target));
    }

    [Fact]
    public async Task An_output_that_the_limit_ends_has_no_end_of_sentence_among_its_pieces()
    {
        var result = await _serving.TranslateAsync(Request("The fox jumps.") with { Decoding = own => own with { WithAttention = true, MaxLength = 2 } });

        var sentence = Assert.Single(result.Texts[0].Sentences);
        Assert.Equal(2, sentence.Target.Count);
        Assert.Equal(2, sentence.Attention.Count);
    }

    [Fact]
    public async Task Nobody_gets_attention_who_did_not_ask_for_it()
    {
        var sentence = Assert.Single((await _serving.TranslateAsync("The fox.")).Texts[0].Sentences);

        Assert.Equal(("The fox.", "The fox."), (sentence.Text, sentence.Translation));
        Assert.Equal((0, 0, 0, 0), (sentence.Source.Count, sentence.Target.Count, sentence.Attention.Count, sentence.Warnings.Count));
        Assert.DoesNotContain(true, _serving.Engines["1"].StepsWithAttention);
    }

    [Fact]
    public async Task More_attention_than_an_answer_may_hold_is_refused_before_anything_is_queued()
    {
        var text = string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog.\n", 110));
        var request = Request([.. Enumerable.Repeat(text, 40)]) with { Decoding = own => own with { BeamSize = 1, WithAttention = true } };

        var refused = await Assert.ThrowsAsync<TranslationException>(() => _serving.TranslateAsync(request));

        Assert.Equal((TranslationFailure.TextTooLong, null), (refused.Failure, refused.Text));
        Assert.Contains("at most 1000000", refused.Message, StringComparison.Ordinal);
        Assert.Single(_serving.Engines["1"].EncodedTokens);
        Assert.Equal(text, (await _serving.TranslateAsync(request with { Texts = [text] })).Texts[0].Text);
    }

    [Fact]
    public async Task A_model_without_attention_refuses_to_show_it_even_for_a_text_without_words()
    {
        await using var serving = Serve(engines: new EchoEngines { HasAttention = false });

        var refused = await Assert.ThrowsAsync<TranslationException>(
            () => serving.TranslateAsync(Request("123") with { Decoding = own => own with { WithAttention = true } }));

        Assert.Equal((TranslationFailure.InvalidOption, "attention"), (refused.Failure, refused.Option));
        Assert.Contains("'en-de'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confidence_and_alignment_count_in_the_whole_text()
    {
        const string Text = "The fox.\n  😀 The dog jumps.";

        var result = await _serving.TranslateAsync(Request(Text) with { WithConfidence = true, Decoding = own => own with { WithAlignment = true } });

        Assert.Equal(Text, result.Texts[0].Text);   // the engine says the source again
        Assert.Equal(2, result.Texts[0].Sentences.Count);
        foreach (var sentence in result.Texts[0].Sentences)
        {
            Assert.All(sentence.Confidence!.Words, word => Assert.Equal(word.Text, Text[word.Place.Start..word.Place.End]));
            Assert.NotEmpty(sentence.Alignment!);
            Assert.Empty(sentence.Source);
        }

        var second = result.Texts[0].Sentences[1];
        Assert.All(second.Alignment!, pair => Assert.InRange(pair.Source.Start, Text.IndexOf("The dog", StringComparison.Ordinal), Text.Length));
        Assert.All(second.Alignment!, pair => Assert.InRange(pair.Target.Start, Text.IndexOf("The dog", StringComparison.Ordinal), Text.Length));
    }

    [Fact]
    public async Task Confidence_and_alignment_of_a_sentence_in_parts_count_in_the_whole_of_it()
    {
        var text = $"The fox {string.Concat(Enumerable.Range(0, 60).Select(i => $"{{{i}}} "))}the fox.";   // more than there are words to put in their places

        await using var serving = Serve(engines: new EchoEngines { MaxPositions = 1024 });

        var result = await serving.TranslateAsync(Request(text) with { WithConfidence = true, Decoding = own => own with { WithAlignment = true } });

        var sentence = Assert.Single(result.Texts[0].Sentences);
        Assert.Equal(text, result.Texts[0].Text);
        var foxes = sentence.Confidence!.Words.Where(word => word.Text == "fox").ToList();
        Assert.Equal(2, foxes.Count);
        Assert.Equal(foxes[0].Confidence, foxes[1].Confidence, 6);
        Assert.Contains(sentence.Alignment!, pair => pair.Source.Start == text.LastIndexOf("fox", StringComparison.Ordinal));
        Assert.All(sentence.Alignment!, pair => Assert.InRange(Math.Abs(pair.Source.Start - pair.Target.Start), 0, 10));
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_named_by_its_place_among_several()
    {
        await using var serving = Serve(new InferenceOptions { MaxSentenceTokens = 8, MaxTextCharacters = 100 });
        serving.PublishCouplets();

        foreach (var tooLong in (string[])[new string('x', 101), "\ufdfa"])
        {
            var alone = await Assert.ThrowsAsync<TranslationException>(() => serving.TranslateAsync(Couplet(tooLong)));
            var second = await Assert.ThrowsAsync<TranslationException>(() => serving.TranslateAsync(Couplet("fox", tooLong, "dog")));

            Assert.Equal((TranslationFailure.TextTooLong, null), (alone.Failure, alone.Text));
            Assert.Equal((TranslationFailure.TextTooLong, 1), (second.Failure, second.Text));
        }
    }

    private static TranslationRequest Couplet(params string[] lines) => new() { Texts = lines, Model = "couplets" };

    private static TranslationRequest Request(params string[] texts) => new() { Texts = texts, Source = "en", Target = "de" };

    private static Serving Serve(InferenceOptions? inference = null, SchedulerOptions? scheduler = null, EchoEngines? engines = null)
    {
        var serving = new Serving(inference, scheduler, engines);
        serving.Models.Publish("en-de", "1");
        serving.Store.Refresh();
        Assert.NotNull(serving.Only.Version);
        return serving;
    }
}
