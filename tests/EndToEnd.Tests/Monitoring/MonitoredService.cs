using System.Text;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.EndToEnd.Tests.Serving;

namespace Seq2SeqService.EndToEnd.Tests.Monitoring;

/// <summary>A service with a tiny model to which everything has happened once that a dashboard shows.</summary>
internal sealed class MonitoredService(params (string Name, string Value)[] settings) : IAsyncDisposable
{
    private readonly TinyStore _store = new();
    private RunningService? _service;

    public Uri Address => _service!.Address;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Serves a version, refuses another, translates texts and a document in every dialect, and refuses a request.</summary>
    public async Task StartAsync()
    {
        _store.Publish(1);
        _service = TinyClient.Serve(_store, [("Inference:Guards", "true"), .. settings]);
        using var client = new TinyClient(_service);
        await client.ServesAsync(1);
        _store.PublishFaulty(2, contents => contents, path => File.Delete(Path.Combine(path, CheckpointFiles.Weights)));
        await client.RefusesAsync(2);

        await client.TranslateAsync("There are 123 foxes.");   // random weights lose the number, and a guard sees it
        using var http = new HttpClient { BaseAddress = Address };
        await http.PostAsync("translate", new FormUrlEncodedContent([new("q", "Where?"), new("source", "en"), new("target", "de")]), Cancel);
        await http.PostAsync("translate_file", Document("Where?"), Cancel);
        await http.PostAsync("v2/translate", Json("""{"text":["Where?"],"target_lang":"DE"}"""), Cancel);
        await http.PostAsync("translate", Json("""{"q":"Where?","source":"en","target":"xx"}"""), Cancel);
    }

    public async Task<string> MetricsAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        return await http.GetStringAsync("metrics", Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();

        _store.Dispose();
    }

    private static MultipartFormDataContent Document(string text) => new()
    {
        { new StringContent("en"), "source" },
        { new StringContent("de"), "target" },
        { new StringContent(text), "file", "text.txt" },
    };

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
