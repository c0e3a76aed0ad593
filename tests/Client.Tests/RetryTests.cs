using System.Net;
using Seq2SeqService.Client.Http;
using Seq2SeqService.Client.Tests.Fakes;
using Seq2SeqService.Inference.Tests;

namespace Seq2SeqService.Client.Tests;

public sealed class RetryTests
{
    private const string Job =
        """{"id":"j","state":"waiting","texts":1,"done":0,"characters":5,"attempts":0,"createdAt":"2026-11-22T09:30:00Z","expiresAt":"2026-11-23T09:30:00Z"}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_passing_fault_is_tried_again(int status)
    {
        using var service = new StubService(StubService.Problem((HttpStatusCode)status, "x"), StubService.Problem((HttpStatusCode)status, "x"), StubService.Json("[]"));

        await Clients.Over(service, options: Clients.WithoutWaits).LanguagesAsync(Cancel);

        Assert.Equal(3, service.Asked.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(413)]
    public async Task What_the_service_refused_is_not_tried_again(int status)
    {
        using var service = new StubService(StubService.Problem((HttpStatusCode)status, "x"));

        await Assert.ThrowsAsync<TranslationServiceException>(() => Clients.Over(service, options: Clients.WithoutWaits).LanguagesAsync(Cancel));

        Assert.Single(service.Asked);
    }

    [Fact]
    public async Task What_passed_its_own_deadline_is_not_tried_again()
    {
        using var service = new StubService(StubService.Problem(HttpStatusCode.GatewayTimeout, "deadline-passed"));

        var error = await Assert.ThrowsAsync<TranslationServiceException>(() => Clients.Over(service, options: Clients.WithoutWaits).LanguagesAsync(Cancel));

        Assert.Single(service.Asked);
        Assert.False(error.IsTransient);
    }

    [Theory]
    [InlineData(429, "quota-used-up")]
    [InlineData(429, "of-a-gateway")]
    [InlineData(503, "at-capacity")]
    [InlineData(503, "stopping")]
    [InlineData(503, "no-model")]
    [InlineData(503, "tokens-unavailable")]
    public async Task What_was_refused_before_anything_was_made_is_asked_for_again(int status, string problem)
    {
        using var service = new StubService(StubService.Problem((HttpStatusCode)status, problem), StubService.Json(Job, HttpStatusCode.Accepted));

        var job = await Clients.Over(service, options: Clients.WithoutWaits).StartJobAsync(["Hallo"], "de", "en", cancel: Cancel);

        Assert.Equal(("j", 2), (job.Id, service.Asked.Count));
    }

    [Theory]
    [InlineData("jobs-unavailable")]
    [InlineData("glossaries-unavailable")]
    [InlineData("timed-out")]
    [InlineData("of-a-gateway")]
    public async Task What_may_have_been_made_is_not_asked_for_again(string problem)
    {
        using var service = new StubService(StubService.Problem(HttpStatusCode.ServiceUnavailable, problem));

        var error = await Assert.ThrowsAsync<TranslationServiceException>(
            () => Clients.Over(service, options: Clients.WithoutWaits).StartJobAsync(["Hallo"], "de", "en", cancel: Cancel));

        Assert.Equal($"/problems/{problem}", error.Type);
        Assert.Single(service.Asked);
    }

    [Fact]
    public async Task A_gateway_that_does_not_say_what_happened_is_not_asked_to_make_it_again()
    {
        using var service = new StubService(StubService.Json("<h1>No server is available</h1>", HttpStatusCode.ServiceUnavailable, "text/html"));

        await Assert.ThrowsAsync<TranslationServiceException>(
            () => Clients.Over(service, options: Clients.WithoutWaits).StartJobAsync(["Hallo"], "de", "en", cancel: Cancel));

        Assert.Single(service.Asked);
    }

    [Fact]
    public async Task The_body_is_sent_again_with_every_try()
    {
        using var service = new StubService(StubService.Failing(new HttpRequestException("refused")), StubService.Json("[]"));

        await Clients.Over(service, options: Clients.WithoutWaits).DetectAsync("Hallo", Cancel);

        Assert.Equal(["""{"q":"Hallo"}""", """{"q":"Hallo"}"""], service.Asked.Select(request => request.Body));
    }

    [Fact]
    public async Task After_the_last_try_the_fault_comes_out()
    {
        using var service = new StubService(StubService.Problem(HttpStatusCode.ServiceUnavailable, "at-capacity", "2"));
        var options = Clients.WithoutWaits with { MaxRetries = 0 };

        var error = await Assert.ThrowsAsync<TranslationServiceException>(() => Clients.Over(service, options: options).LanguagesAsync(Cancel));

        Assert.Equal(("/problems/at-capacity", TimeSpan.FromSeconds(2), true), (error.Type, error.RetryAfter, error.IsTransient));
        Assert.Single(service.Asked);
    }

    [Fact]
    public async Task The_client_comes_back_when_the_service_asked_it_to_and_not_before()
    {
        var clock = new ManualTime();
        using var service = new StubService(StubService.Problem(HttpStatusCode.ServiceUnavailable, "at-capacity", "5"), StubService.Json("[]"));
        var languages = Clients.Over(service, clock).LanguagesAsync(Cancel);

        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Single(service.Asked);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(await languages);
        Assert.Equal(2, service.Asked.Count);
    }

    [Fact]
    public async Task A_wait_that_would_outlast_the_call_is_not_begun()
    {
        using var service = new StubService(StubService.Problem(HttpStatusCode.ServiceUnavailable, "at-capacity", "3600"));

        var error = await Assert.ThrowsAsync<TranslationServiceException>(() => Clients.Over(service).LanguagesAsync(Cancel));

        Assert.Equal(TimeSpan.FromHours(1), error.RetryAfter);
        Assert.Single(service.Asked);
    }

    [Fact]
    public async Task A_try_without_an_answer_ends_and_the_next_one_begins()
    {
        var clock = new ManualTime();
        var options = Clients.WithoutWaits with { AttemptTimeout = TimeSpan.FromSeconds(10) };
        using var service = new StubService(StubService.Silent, StubService.Json("[]"));
        var languages = Clients.Over(service, clock, options).LanguagesAsync(Cancel);

        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Empty(await languages);
        Assert.Equal(2, service.Asked.Count);
    }

    [Fact]
    public async Task The_whole_call_ends_in_its_time_and_says_so()
    {
        var clock = new ManualTime();
        using var service = new StubService(StubService.Silent);
        var languages = Clients.Over(service, clock, new() { TotalTimeout = TimeSpan.FromSeconds(20), AttemptTimeout = TimeSpan.FromSeconds(30) }).LanguagesAsync(Cancel);

        clock.Advance(TimeSpan.FromSeconds(20));

        var error = await Assert.ThrowsAsync<TranslationServiceException>(() => languages);
        Assert.Equal("The service did not answer within 20 seconds.", error.Message);
        Assert.IsType<TimeoutException>(error.InnerException);
        Assert.Single(service.Asked);
    }

    [Fact]
    public async Task A_wait_that_lasted_too_long_ends_the_call_as_a_timeout()
    {
        var clock = new ManualTime();
        using var service = new StubService(StubService.Problem(HttpStatusCode.ServiceUnavailable, "at-capacity", "9"), StubService.Silent);
        var languages = Clients.Over(service, clock, new() { TotalTimeout = TimeSpan.FromSeconds(10) }).LanguagesAsync(Cancel);

        clock.Advance(TimeSpan.FromSeconds(11));

        Assert.IsType<TimeoutException>((await Assert.ThrowsAsync<TranslationServiceException>(() => languages)).InnerException);
    }

    [Fact]
    public async Task A_caller_who_cancels_gets_a_cancellation_and_no_further_try()
    {
        using var caller = new CancellationTokenSource();
        using var service = new StubService(StubService.Silent);
        var languages = Clients.Over(service).LanguagesAsync(caller.Token);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => languages);
        Assert.Single(service.Asked);
    }

    [Fact]
    public async Task A_caller_who_cancels_does_not_sit_out_the_wait()
    {
        using var caller = new CancellationTokenSource();
        using var service = new StubService(StubService.Problem(HttpStatusCode.ServiceUnavailable, "at-capacity", "60"));
        var languages = Clients.Over(service, new ManualTime()).LanguagesAsync(caller.Token);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => languages);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_tried_again()
    {
        using var service = new StubService(
            StubService.Answer(() => new(HttpStatusCode.OK) { Content = new StreamContent(new CutStream("[{\"code\":")) }), StubService.Json("[]"));

        Assert.Empty(await Clients.Over(service, options: Clients.WithoutWaits).LanguagesAsync(Cancel));
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_named()
    {
        var client = new TranslationClient(new TranslationClientOptions { BaseAddress = new("http://127.0.0.1:1"), MaxRetries = 0 });

        var error = await Assert.ThrowsAsync<TranslationServiceException>(() => client.LanguagesAsync(Cancel));

        Assert.Contains("http://127.0.0.1:1/", error.Message, StringComparison.Ordinal);
        Assert.Null(error.Status);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public void Waits_double_and_chance_spreads_them_by_half()
    {
        var options = new TranslationClientOptions { RetryDelay = TimeSpan.FromSeconds(1) };

        Assert.Equal([1.0, 2, 4, 8], Enumerable.Range(0, 4).Select(retry => new RetryPolicy(options, () => 0.5).Wait(retry).TotalSeconds));
        Assert.Equal((0.5, 1.5), (new RetryPolicy(options, () => 0).Wait(0).TotalSeconds, new RetryPolicy(options, () => 1).Wait(0).TotalSeconds));
        Assert.Equal(30, new RetryPolicy(options, () => 0.5).Wait(20).TotalSeconds);
    }

    [Fact]
    public void Retry_after_may_be_a_date()
    {
        var now = DateTimeOffset.UnixEpoch;

        Assert.Equal(TimeSpan.FromSeconds(9), RetryPolicy.RetryAfter(new(now.AddSeconds(9)), now));
        Assert.Equal(TimeSpan.Zero, RetryPolicy.RetryAfter(new(now.AddSeconds(-9)), now));
    }
}
