using System.Diagnostics.Metrics;
using Seq2SeqService.Inference.Guards;
using Seq2SeqService.Inference.Scheduling;
using Seq2SeqService.Inference.Tests.Models;

namespace Seq2SeqService.Inference.Tests.Guards;

/// <summary>Whole requests to models that forget, go round in circles, or do not stop.</summary>
public sealed class GuardedTranslationTests : IAsyncDisposable
{
    private readonly Serving _serving = new();

    public GuardedTranslationTests()
    {
        _serving.Models.Publish("en-de", "1");
        _serving.Store.Refresh();
    }

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    [Theory]
    [InlineData("The dog {0} jumps over %s, {{name}}.")]
    [InlineData("See https://example.com/a?b=c or me@example.com for foo_bar().")]
    [InlineData("The fox (lazy) costs 50% or 5 €, daft 👍🏽 zebras.")]
    [InlineData("Tom jumps over {0}.")]
    [InlineData("你好{0}谢谢 www.example.com。再见。")]
    [InlineData("{0}{1}{2} {3}{4}{5} {6}{7}{8} daft {9}{10}{11} jumps {12}.")]
    [InlineData("Run `make all` over the lazy dog.\n```\nint i = 5;\n```\n- jumps\n")]
    public async Task What_must_not_change_comes_back_character_by_character(string text)
    {
        var result = await _serving.TranslateAsync(text);

        Assert.Equal(text, result.Texts[0].Text);
        Assert.All(result.Texts[0].Sentences, sentence => Assert.Empty(sentence.Warnings));
    }

    [Fact]
    public async Task A_placeholder_that_the_model_forgets_is_put_between_two_translations()
    {
        Forget("Tom");

        var result = await _serving.TranslateAsync("The dog {0} jumps. The fox.");

        Assert.Equal("The dog {0} jumps. The fox.", result.Texts[0].Text);
        var (first, second) = (result.Texts[0].Sentences[0], result.Texts[0].Sentences[1]);
        Assert.Equal(("The dog {0} jumps.", "placeholderLost", true), (first.Text, first.Warnings[0].Code, first.Warnings[0].Mended));
        Assert.True(first.Warnings.Count == 1, string.Join(' ', first.Warnings));
        Assert.StartsWith("{0} is not in the output.", first.Warnings.Single().Message, StringComparison.Ordinal);
        Assert.Empty(second.Warnings);
    }

    [Fact]
    public async Task With_tags_the_warnings_are_told_and_nothing_else()
    {
        Forget("Tom");

        var result = await _serving.TranslateAsync(new TranslationRequest
        {
            Texts = ["<p>The <b>dog</b> {0} jumps.</p><p>The fox.</p>"], Source = "en", Target = "de", Markup = new(),
        });

        Assert.Contains("{0}", result.Texts[0].Text, StringComparison.Ordinal);
        var sentence = Assert.Single(result.Texts[0].Sentences);
        Assert.Equal("placeholderLost", Assert.Single(sentence.Warnings).Code);
        Assert.Null(sentence.Alignment);
    }

    [Fact]
    public async Task A_number_that_the_model_forgets_is_masked_and_written_as_the_target_writes_it()
    {
        _serving.Engines.Says = source => [.. source.Where(id => id != IdOf("5"))];

        var result = await _serving.TranslateAsync("The dog jumps over 1.5 zebras.");

        Assert.Equal("The dog jumps over 1,5 zebras.", result.Texts[0].Text);
        Assert.Equal(("numberLost", true), Found(result));
    }

    [Fact]
    public async Task Where_the_second_decoding_fails_the_first_translation_stands()
    {
        _serving.Engines.Says = source => source.Contains(IdOf("5")) ? [.. source.Where(id => id != IdOf("5"))] : throw new InvalidOperationException("The masked sentence fails.");

        var result = await _serving.TranslateAsync("The dog jumps over 1.5 zebras.");

        Assert.DoesNotContain("5", result.Texts[0].Text, StringComparison.Ordinal);
        Assert.Equal(("numberLost", false), Found(result));
    }

    [Fact]
    public async Task A_model_that_goes_round_in_circles_may_say_nothing_twice()
    {
        _serving.Engines.Says = source => [.. Enumerable.Repeat(source[..^1], 6).SelectMany(words => words)];

        var result = await _serving.TranslateAsync("The lazy dog jumps over");

        Assert.Null(RepetitionGuard.Check("", result.Texts[0].Text));
        Assert.Contains(result.Texts[0].Sentences[0].Warnings, warning => warning is { Code: "repetition", Mended: true });
    }

    [Fact]
    public async Task What_decoding_once_more_does_not_help_stays_and_says_so()
    {
        _serving.Engines.Says = _ => [];

        var result = await _serving.TranslateAsync("The quick brown fox jumps over the lazy dog 0123.");

        Assert.Equal("numberLost", Assert.Single(result.Texts[0].Sentences[0].Warnings, warning => !warning.Mended).Code);
    }

    [Fact]
    public async Task Nothing_is_decoded_once_more_where_a_setting_says_so()
    {
        await using var serving = new Serving(new InferenceOptions { Guards = false });
        serving.Models.Publish("en-de", "1");
        serving.Store.Refresh();
        serving.Engines.Says = source => source[..^2];

        var result = await serving.TranslateAsync("The dog 5.");

        Assert.Empty(result.Texts[0].Sentences[0].Warnings);
        Assert.Equal(2, serving.Engines["1"].EncodedTokens.Count);   // the warm-up and this
    }

    [Fact]
    public async Task A_caller_who_bounds_the_length_is_not_told_that_it_is_short()
    {
        var request = new TranslationRequest { Texts = ["The quick brown fox jumps over the lazy dog."], Source = "en", Target = "de" };

        var result = await _serving.TranslateAsync(request with { Decoding = own => own with { MaxLength = 1 } });

        Assert.Empty(result.Texts[0].Sentences[0].Warnings);
    }

    [Fact]
    public async Task A_full_line_lets_the_first_translation_stand()
    {
        await using var serving = new Serving(scheduler: new SchedulerOptions { MaxQueued = 1 });
        serving.Models.Publish("en-de", "1");
        serving.Store.Refresh();
        serving.Engines.Says = source => [.. source.Where(id => id != IdOf("5"))];

        var result = await serving.TranslateAsync("The dog 5.");   // two ways to decode it once more, and room for one

        Assert.Equal("The dog .", result.Texts[0].Text);
        Assert.Equal(("numberLost", false), Found(result));
    }

    [Fact]
    public async Task Alternatives_hold_every_placeholder_too()
    {
        var request = new TranslationRequest { Texts = ["The dog {0} jumps."], Source = "en", Target = "de", Alternatives = 3 };

        var text = (await _serving.TranslateAsync(request)).Texts[0];

        Assert.NotEmpty(text.Alternatives);
        Assert.All(text.Alternatives, other => Assert.Contains("{0}", other, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_guards_find_is_counted()
    {
        _serving.Models.Publish("counted-guards", "2", "fr-de");
        _serving.Store.Refresh();
        using var counts = new Counts("counted-guards");
        _serving.Engines.Says = source => [.. source.Where(id => id != IdOf("5"))];

        await _serving.TranslateAsync(new TranslationRequest { Texts = ["The dog 5."], Model = "counted-guards" });

        Assert.Equal(1, counts["nmt_redecoded_sentences"]);
        Assert.Equal(1, counts["nmt_guard_warnings numberLost True"]);
    }

    private static (string Code, bool Mended) Found(TranslationResult result)
    {
        var warning = Assert.Single(result.Texts[0].Sentences[0].Warnings);
        return (warning.Code, warning.Mended);
    }

    private static int IdOf(string word) => TestModels.Tokenizer.EncodeTarget(word)[^2];

    [Fact]
    public async Task A_first_translation_stands_where_a_second_one_would_be_too_late()
    {
        var time = new ManualTime();
        await using var serving = new Serving(time: time);
        serving.Models.Publish("en-de", "1");
        serving.Store.Refresh();
        using var goesOn = new ManualResetEventSlim();
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int[]? first = null;
        var forgets = Forgetting("Tom");
        serving.Engines.Says = source =>
        {
            if (!source.SequenceEqual(first ??= source))   // other words stand for what is kept: it is decoded again
            {
                again.TrySetResult();
                goesOn.Wait(TestContext.Current.CancellationToken);
            }

            return forgets(source);
        };

        var translating = serving.TranslateAsync(new TranslationRequest { Texts = ["The dog {0} jumps."], Source = "en", Target = "de", Deadline = TimeSpan.FromSeconds(1) });
        await again.Task.WaitAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMilliseconds(970));
        var result = await translating;
        goesOn.Set();

        var warning = result.Texts[0].Sentences[0].Warnings[0];
        Assert.Equal(("placeholderLost", false), (warning.Code, warning.Mended));
    }

    /// <summary>The model never says the tokens of this word one behind the other.</summary>
    private void Forget(string word) => _serving.Engines.Says = Forgetting(word);

    private static Func<int[], int[]> Forgetting(string word)
    {
        var tokens = TestModels.Tokenizer.EncodeTarget(word)[..^1];
        return source =>
        {
            for (var i = 0; i + tokens.Length <= source.Length; i++)
            {
                if (source.AsSpan(i, tokens.Length).SequenceEqual(tokens))
                    return [.. source[..i], .. source[(i + tokens.Length)..]];
            }

            return [.. source.Where(id => tokens.Length > 1 || id != tokens[0])];
        };
    }

    private sealed class Counts : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<string, long> _counts = [];

        public Counts(string model)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == SchedulerMetrics.MeterName)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            {
                if (tags[0].Value is string name && name == model)
                    this[string.Join(' ', [instrument.Name, .. tags[1..].ToArray().Select(tag => tag.Value)])] += value;
            });
            _listener.Start();
        }

        public long this[string name]
        {
            get
            {
                lock (_counts)
                    return _counts.GetValueOrDefault(name);
            }

            private set
            {
                lock (_counts)
                    _counts[name] = value;
            }
        }

        public void Dispose() => _listener.Dispose();
    }
}
