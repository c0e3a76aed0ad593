using Microsoft.Extensions.DependencyInjection;
using Seq2SeqService.Api.Admission;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Tests.Admission;

public sealed class SharedWorkTests
{
    private readonly SharedWork<string> _work = new();
    private readonly TaskCompletionSource<string> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationToken _given;
    private int _begun;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_work_is_done_once_for_all_who_ask_meanwhile()
    {
        var asking = Enumerable.Range(0, 5).Select(_ => DoAsync("a", Cancel)).ToList();
        _done.SetResult("answer");

        Assert.Equal(Enumerable.Repeat("answer", 5), await Task.WhenAll(asking));
        Assert.Equal((1, 0), (_begun, _work.Count));
    }

    [Fact]
    public async Task Other_work_is_other_work_and_what_is_done_is_done_anew()
    {
        _done.SetResult("answer");

        await DoAsync("a", Cancel);
        await DoAsync("b", Cancel);
        await DoAsync("a", Cancel);

        Assert.Equal((3, 0), (_begun, _work.Count));
    }

    [Fact]
    public async Task Who_goes_away_leaves_the_work_to_the_others()
    {
        using var goes = new CancellationTokenSource();
        var (first, second) = (DoAsync("a", goes.Token), DoAsync("a", Cancel));

        await goes.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        Assert.False(_given.IsCancellationRequested);
        _done.SetResult("answer");
        Assert.Equal("answer", await second);
    }

    [Fact]
    public async Task When_all_have_gone_the_work_is_given_up_and_who_comes_then_begins_anew()
    {
        using var goes = new CancellationTokenSource();
        var leaving = Enumerable.Range(0, 3).Select(_ => DoAsync("a", goes.Token)).ToList();

        await goes.CancelAsync();
        foreach (var asking in leaving)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        Assert.True(_given.IsCancellationRequested);
        Assert.Equal(0, _work.Count);
        var next = DoAsync("a", Cancel);
        Assert.Equal(2, _begun);
        _done.SetResult("answer");
        Assert.Equal("answer", await next);
    }

    [Fact]
    public async Task What_fails_fails_for_all()
    {
        var asking = Enumerable.Range(0, 3).Select(_ => DoAsync("a", Cancel)).ToList();
        _done.SetException(new InvalidDataException("broken"));

        foreach (var one in asking)
            await Assert.ThrowsAsync<InvalidDataException>(() => one);
        Assert.Equal(0, _work.Count);
    }

    [Fact]
    public async Task A_request_that_is_sent_again_while_it_is_under_way_is_translated_once()
    {
        var (began, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var loud = new FakeTranslator();
        await using var service = new Service
        {
            Translator = new()
            {
                Behaviour = async (request, cancel) =>
                {
                    began.TrySetResult();
                    await release.Task.WaitAsync(cancel);
                    return await loud.TranslateAsync(request, cancel);
                },
            },
        };

        var sent = new[] { "Hello", "Hello", "Other" }.Select(text => service.PostAsync($$"""{"q":"{{text}}","source":"en","target":"de"}""")).ToList();
        await began.Task;
        sent.Add(service.PostAsync("""{"q":"Hello","source":"en","target":"de"}"""));
        var door = service.Services.GetRequiredService<RequestDoor>();
        while (door.Waiting < 4)
            await Task.Yield();

        release.SetResult();
        var texts = await Task.WhenAll(sent.Select(async answer => (string)(await Service.JsonOf(await answer))["translatedText"]!));

        Assert.Equal(["HELLO", "HELLO", "OTHER", "HELLO"], texts);
        Assert.Equal(2, service.Translator.Asked.Count);
    }

    [Theory]
    [InlineData(TranslationFailure.DeadlinePassed, 504, """{"q":"Hello","source":"en","target":"de","options":{"deadlineMs":1000}}""")]
    [InlineData(TranslationFailure.TimedOut, 503, """{"q":"Hello","source":"en","target":"de"}""")]
    [InlineData(TranslationFailure.DeadlinePassed, 504, """{"q":["Good morning, my friend!","Guten Morgen, mein Freund!"],"source":"auto","target":"de"}""")]
    public async Task Who_joined_later_has_its_own_time_and_not_that_of_who_came_first(TranslationFailure late, int status, string json)
    {
        var (clock, release, begun) = (new SteppedClock(), new TaskCompletionSource(), 0);
        await using var service = new Service
        {
            Clock = clock,
            Translator = new()
            {
                Behaviour = async (request, cancel) =>
                {
                    if (Interlocked.Increment(ref begun) > 1)
                        return FakeTranslator.Loud(request);

                    await release.Task.WaitAsync(cancel);
                    throw new TranslationException(late, "Late.");
                },
            },
        };
        var door = service.Services.GetRequiredService<RequestDoor>();

        var first = service.PostAsync(json);
        while (door.Waiting < 1)
            await Task.Yield();
        var second = service.PostAsync(json);
        while (door.Waiting < 2)
            await Task.Yield();
        clock.Advance(TimeSpan.FromMilliseconds(100));
        release.SetResult();

        Assert.Equal((status, 200), ((int)(await first).StatusCode, (int)(await second).StatusCode));
        Assert.Equal([0, 100], service.Translator.Asked.Select(asked => asked.Waited.TotalMilliseconds));
    }

    [Fact]
    public async Task A_request_behind_a_change_of_versions_does_not_wait_for_an_answer_of_the_old_one()
    {
        await using var service = new Service();
        var door = service.Services.GetRequiredService<RequestDoor>();
        var old = new TaskCompletionSource<Outcome<AnsweredRequest>>();
        var (before, after) = (new AnsweredRequest { Texts = [] }, new AnsweredRequest { Texts = [] });

        var first = door.OnceAsync("same", (_, _) => old.Task, Cancel);
        service.Catalog.Changes++;
        var second = door.OnceAsync("same", (_, _) => Task.FromResult<Outcome<AnsweredRequest>>(after), Cancel);

        Assert.Same(after, (await second).Answer);
        old.SetResult(before);
        Assert.Same(before, (await first).Answer);
    }

    [Fact]
    public void Requests_are_the_same_where_all_that_they_say_and_who_says_it_is()
    {
        var (request, sender) = (new TranslateRequest { Q = new(["Hello"], IsArray: false), Source = "en", Target = "de" }, new Sender("a"));
        string? Key(TranslateRequest request, Sender sender, DialectOptions? dialect = null) => RequestKey.Of(request, sender, dialect ?? new());

        Assert.Equal(Key(request, sender), Key(request with { Q = new(["Hello"], IsArray: false) }, new("a")));
        string?[] others =
        [
            Key(request, new("b")), Key(request, sender with { Deadline = TimeSpan.FromSeconds(1) }), Key(request with { Q = new(["hello"], IsArray: false) }, sender),
            Key(request with { Q = new(["Hello"], IsArray: true) }, sender), Key(request with { Alternatives = 1 }, sender), Key(request with { Format = "html" }, sender),
            Key(request with { Options = new() { BeamSize = 2 } }, sender), Key(request with { Options = new() { Temperature = 1, Seed = 1 } }, sender),
            Key(request, sender, new() { Markup = new() { IgnoreTags = ["x"] } }), Key(request, sender, new() { Terms = [new("a", "b")] }),
        ];
        Assert.Equal(others.Length, others.Append(Key(request, sender)).Distinct().Count() - 1);
        Assert.Null(Key(request with { Options = new() { Temperature = 1 } }, sender));
    }

    private Task<string> DoAsync(string key, CancellationToken cancel) => _work.DoAsync(
        key,
        given =>
        {
            _given = given;
            _begun++;
            return _done.Task;
        },
        cancel);
}
