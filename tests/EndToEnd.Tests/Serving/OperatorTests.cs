using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Seq2SeqService.EndToEnd.Tests.Serving;

/// <summary>Operators at work while clients translate without pause.</summary>
public sealed class OperatorTests : IDisposable
{
    private const string Key = "an-operator-key-of-the-test";
    private const string Sentence = "The quick brown fox jumps.";

    private readonly TinyStore _store = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task Going_back_and_forth_fails_no_request_and_each_answer_is_its_versions_own()
    {
        _store.Publish(1);
        await using var service = TinyClient.Serve(_store, ("Api:OperatorKey", Key));
        using var observer = new TinyClient(service);
        await observer.ServesAsync(1);
        _store.Publish(2);
        await observer.ServesAsync(2);
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 8).Select(_ => Task.Run(() => TranslateWithoutPauseAsync(service, stop.Token))).ToArray();

        using var http = new HttpClient { BaseAddress = service.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        for (var i = 0; i < 20; i++)
        {
            await DoneAsync(http.PostAsync("models/tiny/rollback", null, Cancel));
            Assert.Equal(1, (await observer.TranslateAsync(Sentence)).Version);
            await DoneAsync(http.PostAsJsonAsync("models/tiny/activate", new { version = "2" }, Cancel));
            Assert.Equal(2, (await observer.TranslateAsync(Sentence)).Version);
        }

        await stop.CancelAsync();
        var answers = (await Task.WhenAll(clients)).SelectMany(seen => seen).ToHashSet();
        foreach (var answer in answers)
        {
            using var own = new OwnAnswers(_store.PathOf(answer.Version));
            Assert.Equal(own.To(Sentence), answer.Text);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_pin_holds_through_a_publication_and_is_shown()
    {
        _store.Publish(1);
        await using var service = TinyClient.Serve(_store, ("Api:OperatorKey", Key));
        using var observer = new TinyClient(service);
        await observer.ServesAsync(1);
        using var http = new HttpClient { BaseAddress = service.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);

        await DoneAsync(http.PostAsync("models/tiny/pin", null, Cancel));
        _store.Publish(2);
        _store.Publish(1, model: "witness");   // served at a look that has passed version 2 by
        await observer.ServesAsync(1, "witness");

        var model = await observer.ModelAsync();
        Assert.Equal(("1", true), ((string?)model!["version"], (bool?)model["pinned"]));
        await DoneAsync(http.PostAsync("models/tiny/unpin", null, Cancel));
        await observer.ServesAsync(2);
    }

    private static async Task DoneAsync(Task<HttpResponseMessage> operation)
    {
        using var response = await operation;
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancel));
    }

    private static async Task<HashSet<Answer>> TranslateWithoutPauseAsync(RunningService service, CancellationToken stop)
    {
        using var caller = new TinyClient(service);
        var seen = new HashSet<Answer>();
        do
        {
            seen.Add(await caller.TranslateAsync(Sentence));
        }
        while (!stop.IsCancellationRequested);

        return seen;
    }
}
