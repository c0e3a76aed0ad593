using System.Net;
using System.Text;
using Seq2SeqService.Client.Tests.Fakes;
using Seq2SeqService.Inference.Tests;

namespace Seq2SeqService.Client.Tests;

public sealed class StreamTests
{
    private const string Partial = "event: partial\ndata: {\"index\":0,\"translatedText\":\"Guten\"}\n\n";
    private const string Done = "event: done\ndata: {\"translatedText\":[\"Guten Tag!\"],\"model\":{\"name\":\"en-de\",\"version\":\"7\"},\"timings\":{\"queue\":0,\"decode\":1,\"total\":2}}\n\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_translation_grows_and_ends_with_the_whole_answer()
    {
        using var service = new StubService(StubService.Events(Text(": keep-alive\n\n" + Partial + ": keep-alive\n\nevent: later\ndata: {}\n\n" + Done)));

        var updates = await Clients.Over(service).StreamAsync("Hello!", "en", "de", cancel: Cancel).ToListAsync(Cancel);

        Assert.Equal(["Guten", "Guten Tag!"], updates.Select(update => update.Text));
        Assert.Null(updates[0].Translation);
        Assert.Equal("7", updates[1].Translation?.Model?.Version);
        Assert.Equal(("text/event-stream", """{"q":["Hello!"],"source":"en","target":"de"}"""), (service.Asked[0].Accept, service.Asked[0].Body));
    }

    [Fact]
    public async Task A_service_that_does_not_stream_answers_at_once()
    {
        using var service = new StubService(StubService.Json("""{"translatedText":["A","B"]}"""));

        var updates = await Clients.Over(service).StreamAsync(["a", "b"], "en", "de", cancel: Cancel).ToListAsync(Cancel);

        Assert.Equal([(0, "A"), (1, "B")], updates.Select(update => (update.Index, update.Translation!.Text)));
    }

    [Theory]
    [InlineData("event: partial\ndata: {\"index\":0,\"transl")]
    [InlineData("event: partial\ndata: {\"index\":0,\"translatedText\":\"Guten Tag!\"}\n")]
    [InlineData("")]
    public async Task A_stream_that_ends_before_it_is_done_is_a_fault_and_its_last_event_is_not_believed(string events)
    {
        using var service = new StubService(StubService.Events(Text(Partial + events)));

        var (seen, error) = await ReadAsync(Clients.Over(service));

        Assert.Equal(["Guten"], seen);
        Assert.Contains("broke off", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_mid_event_is_a_fault()
    {
        using var service = new StubService(StubService.Events(new CutStream(Partial + "event: do")));

        var (seen, error) = await ReadAsync(Clients.Over(service));

        Assert.Equal(["Guten"], seen);
        Assert.IsType<IOException>(error.InnerException);
        Assert.Single(service.Asked);
    }

    [Fact]
    public async Task A_problem_that_comes_as_an_event_is_the_same_refusal()
    {
        const string Problem = """{"type":"/problems/timed-out","title":"Too long.","status":503,"error":"x","traceId":"abc"}""";
        using var service = new StubService(StubService.Events(Text($"{Partial}event: error\ndata: {Problem}\n\n")));

        var (_, error) = await ReadAsync(Clients.Over(service));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "/problems/timed-out", "abc"), (error.Status, error.Type, error.TraceId));
    }

    [Theory]
    [InlineData("event: partial\ndata: {\"index\":1,\"translatedText\":\"x\"}\n\n")]
    [InlineData("event: partial\ndata: nonsense\n\n")]
    [InlineData("event: done\ndata: {\"translatedText\":[]}\n\n")]
    [InlineData("event: error\ndata: nonsense\n\n")]
    public async Task An_event_that_makes_no_sense_is_a_fault(string events)
    {
        using var service = new StubService(StubService.Events(Text(events)));

        var (seen, error) = await ReadAsync(Clients.Over(service));

        Assert.Empty(seen);
        Assert.Contains("cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_service_is_asked_again_before_the_stream_begins()
    {
        using var service = new StubService(StubService.Problem(HttpStatusCode.ServiceUnavailable, "at-capacity"), StubService.Events(Text(Done)));

        var updates = await Clients.Over(service, options: Clients.WithoutWaits).StreamAsync("Hello!", "en", "de", cancel: Cancel).ToListAsync(Cancel);

        Assert.Equal("Guten Tag!", updates.Single().Text);
    }

    [Fact]
    public async Task A_stream_that_stands_still_ends_in_its_time()
    {
        var clock = new ManualTime();
        using var service = new StubService(StubService.Events(new StillStream()));
        var reading = ReadAsync(Clients.Over(service, clock, new() { TotalTimeout = TimeSpan.FromSeconds(40) }));

        clock.Advance(TimeSpan.FromSeconds(40));

        Assert.IsType<TimeoutException>((await reading).Error.InnerException);
    }

    [Fact]
    public async Task A_stream_over_ones_own_HttpClient_has_its_time_and_no_other()
    {
        var clock = new ManualTime();
        using var service = new StubService(StubService.Events(new StillStream()));
        using var http = new HttpClient(service) { BaseAddress = new("http://localhost:5080/"), Timeout = TimeSpan.FromMinutes(30) };
        var reading = ReadAsync(new(http, clock));

        clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal("The translation was not done within 1800 seconds.", (await reading).Error.Message);
    }

    [Fact]
    public async Task A_stream_over_an_HttpClient_that_waits_for_ever_is_never_cut()
    {
        var (clock, goesOn) = (new ManualTime(), new TaskCompletionSource());
        using var service = new StubService(StubService.Events(new StillStream(goesOn.Task, Done)));
        using var http = new HttpClient(service) { BaseAddress = new("http://localhost:5080/"), Timeout = Timeout.InfiniteTimeSpan };
        var reading = new TranslationClient(http, clock).StreamAsync("Hello!", "en", "de", cancel: Cancel).ToListAsync(Cancel);

        clock.Advance(TimeSpan.FromDays(9));
        goesOn.SetResult();

        Assert.Equal("Guten Tag!", (await reading).Single().Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"translatedText\":[\"Gut")]
    public async Task An_answer_all_at_once_that_breaks_off_is_a_fault(string beginning)
    {
        using var service = new StubService(StubService.Answer(() => new(HttpStatusCode.OK)
        {
            Content = new StreamContent(new CutStream(beginning)) { Headers = { { "Content-Type", "application/json" } } },
        }));

        var (seen, error) = await ReadAsync(Clients.Over(service));

        Assert.Empty(seen);
        Assert.Contains("broke off", error.Message, StringComparison.Ordinal);
        Assert.IsType<IOException>(error.InnerException);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task A_refusal_that_breaks_off_over_ones_own_HttpClient_still_has_its_status()
    {
        using var service = new StubService(StubService.Answer(() => new(HttpStatusCode.BadRequest) { Content = new StreamContent(new CutStream("{\"type\":")) }));
        using var http = new HttpClient(service) { BaseAddress = new("http://localhost:5080/") };

        var (_, error) = await ReadAsync(new(http));

        Assert.Equal(HttpStatusCode.BadRequest, error.Status);
    }

    [Fact]
    public async Task A_caller_who_cancels_ends_the_stream()
    {
        using var caller = new CancellationTokenSource();
        using var service = new StubService(StubService.Events(new StillStream()));
        var reading = Clients.Over(service).StreamAsync("Hello!", "en", "de", cancel: caller.Token).ToListAsync(Cancel);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
    }

    private static MemoryStream Text(string events) => new(Encoding.UTF8.GetBytes(events));

    private static async Task<(List<string> Seen, TranslationServiceException Error)> ReadAsync(TranslationClient client)
    {
        List<string> seen = [];
        var error = await Assert.ThrowsAsync<TranslationServiceException>(async () =>
        {
            await foreach (var update in client.StreamAsync("Hello!", "en", "de", cancel: Cancel))
                seen.Add(update.Text);
        });
        return (seen, error);
    }

    /// <summary>A connection on which nothing comes until it goes on.</summary>
    private sealed class StillStream(Task goesOn, string events) : MemoryStream(Encoding.UTF8.GetBytes(events))
    {
        public StillStream()
            : this(Task.Delay(Timeout.Infinite), "")
        {
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await goesOn.WaitAsync(cancellationToken);
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
