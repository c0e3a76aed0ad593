using Microsoft.Extensions.Logging;
using Seq2SeqService.Api.Streaming;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Tests;

/// <summary>Translations as server-sent events.</summary>
public sealed class EventTests
{
    private const string Request = """{"q":"abcd","source":"en","target":"de"}""";
    private const string Several = """{"q":["abcd","xyz"],"source":"en","target":"de","alternatives":1,"options":{"scores":true}}""";

    [Fact]
    public async Task A_translation_grows_and_ends_with_the_plain_answer()
    {
        await using var service = new Service { Translator = Events.Telling(new PartialText(0, "AB"), new PartialText(1, "X")) };

        var response = await Events.BeginAsync(service, Several);
        var events = await Events.ReadAsync(response);

        Assert.Equal(["partial", "partial", "done"], events.Select(item => item.Name));
        Assert.Equal("""{"index":0,"translatedText":"AB"}""", events[0].Data.ToJsonString());
        Assert.Equal("""{"index":1,"translatedText":"X"}""", events[1].Data.ToJsonString());
        var plain = await Service.JsonOf(await service.PostAsync(Several));
        plain["timings"] = events[^1].Data["timings"]!.DeepClone();
        Assert.Equal(plain.ToJsonString(), events[^1].Data.ToJsonString());
        Assert.NotNull(events[^1].Data["timings"]!["total"]);
    }

    [Fact]
    public async Task No_cache_and_no_proxy_keeps_events_back()
    {
        await using var service = new Service();

        var response = await Events.BeginAsync(service, Request);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("no-cache", response.Headers.CacheControl?.ToString());
        Assert.Equal("no", response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("text/event-stream", true)]
    [InlineData("TEXT/EVENT-STREAM, application/problem+json", true)]
    [InlineData("application/json, text/event-stream", true)]
    [InlineData("application/json;q=0.5, text/event-stream;q=0.6", true)]
    [InlineData("application/json, text/event-stream;q=0.9", false)]
    [InlineData("text/event-stream;q=0", false)]
    [InlineData("*/*", false)]
    [InlineData("text/*", false)]
    [InlineData("nonsense", false)]
    public async Task Only_who_asks_for_events_gets_them(string accept, bool events)
    {
        await using var service = new Service();

        var response = await Events.BeginAsync(service, Request, accept);

        Assert.Equal(events ? Events.MediaType : "application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(events, service.Translator.Asked.Single().Progress is not null);
    }

    [Fact]
    public async Task Each_event_is_sent_at_once()
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = new Service
        {
            Translator = Events.Telling(request =>
            {
                request.Progress!.Report(new(0, "A"));
                return seen.Task;
            }),
        };

        var response = await Events.BeginAsync(service, Request);   // would wait for ever if the first event did
        seen.SetResult();

        Assert.Equal("done", (await Events.ReadAsync(response))[^1].Name);
    }

    [Fact]
    public async Task What_is_refused_before_the_first_event_is_an_ordinary_problem()
    {
        await using var service = new Service { Translator = FakeTranslator.Refusing(TranslationFailure.QueueFull) };

        var full = await Events.BeginAsync(service, Request);
        var faulty = await Events.BeginAsync(service, """{"q":"a","source":"en","target":"xx"}""");
        var broken = await Events.BeginAsync(service, "{");

        await ProblemAssert.IsProblemAsync(full, 503, "at-capacity", field: null);
        Assert.NotNull(full.Headers.RetryAfter);
        await ProblemAssert.IsProblemAsync(faulty, 400, "unsupported-language", "target");
        await ProblemAssert.IsProblemAsync(broken, 400, "unreadable-request", "body");
    }

    [Fact]
    public async Task What_fails_later_is_an_event_with_the_problem_and_the_end()
    {
        await using var service = new Service
        {
            Translator = Events.Telling(Tell, new TranslationException(TranslationFailure.TimedOut, "It took too long.")),
        };

        var response = await Events.BeginAsync(service, Request);
        var events = await Events.ReadAsync(response);

        Assert.Equal(["partial", "error"], events.Select(item => item.Name));
        Assert.Equal(("/problems/timed-out", 503, "It took too long."),
            ((string?)events[1].Data["type"], (int?)events[1].Data["status"], (string?)events[1].Data["detail"]));
        Assert.Equal(response.Headers.GetValues("X-Trace-Id").Single(), (string?)events[1].Data["traceId"]);
        Assert.DoesNotContain(service.Log.Lines, line => line.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task A_bug_is_an_event_that_tells_nothing_and_is_logged_once()
    {
        await using var service = new Service { Translator = Events.Telling(Tell, new DivideByZeroException("inner detail")) };

        var events = await Events.OfAsync(service, Request);

        Assert.Equal(("error", "/problems/internal-error"), (events[^1].Name, (string?)events[^1].Data["type"]));
        Assert.DoesNotContain("inner detail", events[^1].Data.ToJsonString(), StringComparison.Ordinal);
        Assert.IsType<DivideByZeroException>(Assert.Single(service.Log.Lines, line => line.Level >= LogLevel.Error).Error);
    }

    [Theory]
    [InlineData("AX")]
    [InlineData("ABCDE")]
    public async Task Rather_than_taking_words_back_the_stream_fails(string told)
    {
        await using var service = new Service { Translator = Events.Telling(new PartialText(0, told)) };

        var events = await Events.OfAsync(service, Request);

        Assert.Equal(["partial", "error"], events.Select(item => item.Name));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_silent_connection_is_kept_alive_every_15_seconds()
    {
        var clock = new RungClock(TimeSpan.FromSeconds(15));
        var mayEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = new Service { Clock = clock, Translator = Events.Telling(_ => mayEnd.Task) };

        var beginning = Events.BeginAsync(service, Request);
        await clock.RingAsync();
        using var reader = new StreamReader(await (await beginning).Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal(": keep-alive", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        await clock.RingAsync();
        Assert.Equal("", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal(": keep-alive", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        mayEnd.SetResult();

        Assert.StartsWith("\nevent: done\ndata: {", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_reader_that_goes_away_in_the_middle_stops_its_translation()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = new Service { Translator = new() { Behaviour = UntilCancelled } };
        service.UseKestrel();

        using (await Events.BeginAsync(service, Request))
        {
        }

        await stopped.Task.WaitAsync(TestContext.Current.CancellationToken);
        await service.Log.FirstAsync(line => line.Message.StartsWith("POST /translate", StringComparison.Ordinal));
        Assert.DoesNotContain(service.Log.Lines, line => line.Level >= LogLevel.Warning);

        async Task<TranslationResult> UntilCancelled(TranslationRequest request, CancellationToken cancel)
        {
            request.Progress!.Report(new(0, "A"));
            await using var _ = cancel.Register(stopped.SetResult);
            await Task.Delay(Timeout.Infinite, cancel);
            throw new InvalidOperationException("never reached");
        }
    }

    [Fact]
    public void A_slow_reader_finds_the_latest_of_each_text_and_nothing_is_kept_for_it()
    {
        var partials = new LatestPartials();
        for (var length = 1; length <= 1000; length++)
            partials.Report(new(length % 2, new string('a', length)));

        Assert.Equal([(0, 1000), (1, 999)], partials.Take().Select(partial => (partial.Place, partial.Text.Length)));
        Assert.Empty(partials.Take());
    }

    [Fact]
    public async Task Texts_of_several_languages_keep_their_places()
    {
        await using var service = new Service
        {
            Translator = Events.Telling(request =>
            {
                for (var place = 0; place < request.Texts.Count; place++)
                    request.Progress!.Report(new(place, request.Texts[place][..4].ToUpperInvariant()));

                return Task.CompletedTask;
            }),
        };
        string[] texts = ["This is the first of the texts, and it is English.", "Das ist schon Deutsch und bleibt so, wie es ist.", "The third of these texts is English again."];

        var events = await Events.OfAsync(service, $$"""{"q":{{System.Text.Json.JsonSerializer.Serialize(texts)}},"source":"auto","target":"de"}""");

        Assert.Equal(["0 THIS", "2 THE "], events.SkipLast(1).Select(item => $"{item.Data["index"]} {item.Data["translatedText"]}"));
        Assert.Equal(texts[1], (string?)events[^1].Data["translatedText"]![1]);
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"guards":true}""", true)]
    [InlineData("""{"guards":false}""", false)]
    public async Task Guards_can_be_left_out(string options, bool expected)
    {
        await using var service = new Service();

        await service.PostAsync($$"""{"q":"a","source":"en","target":"de","options":{{options}} }""");

        Assert.Equal(expected, service.Translator.Asked.Single().Guards);
    }

    [Theory]
    [InlineData("Api:LibreTranslate")]
    [InlineData("Api:DeepL")]
    public async Task Events_need_no_dialect(string dialect)
    {
        await using var service = new Service { Settings = { [dialect] = "false" } };

        Assert.Equal("done", (await Events.OfAsync(service, Request))[^1].Name);
    }

    [Fact]
    public async Task The_description_shows_the_events()
    {
        await using var service = new Service();

        var answers = (await Service.JsonOf(await service.GetAsync("/swagger/v1/swagger.json")))["paths"]!["/translate"]!["post"]!["responses"]!["200"]!["content"]!;

        Assert.NotNull(answers["application/json"]!["schema"]);
        Assert.StartsWith("event: partial\n", (string?)answers[Events.MediaType]!["example"], StringComparison.Ordinal);
    }

    private static Task Tell(TranslationRequest request)
    {
        request.Progress!.Report(new(0, "A"));
        return Task.CompletedTask;
    }
}
