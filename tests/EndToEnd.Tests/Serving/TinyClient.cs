using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Seq2SeqService.EndToEnd.Tests.Serving;

/// <summary>A caller of a service that serves a <see cref="TinyStore"/>.</summary>
internal sealed class TinyClient : IDisposable
{
    // A random network seldom ends a sentence by itself.
    public const int MinLength = 2;
    public const int MaxLength = 10;

    private readonly HttpClient _http;

    public TinyClient(RunningService service) => _http = new() { BaseAddress = service.Address };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts a service that looks into the store all the time, on one thread for each model.</summary>
    public static RunningService Serve(TinyStore store, params (string Name, string Value)[] settings) => new(
        store.Root,
        [
            ("Inference:PollInterval", "00:00:00.05"), ("Inference:Threads", "1"), ("Serilog:MinimumLevel", "Fatal"),
            ("Inference:Guards", "false"),   // random weights say nothing that a guard would let pass
            .. settings,
        ]);

    /// <summary>The answer to one text; anything but 200 fails the test.</summary>
    public async Task<Answer> TranslateAsync(string text)
    {
        var request = new { q = text, source = "en", target = "de", options = new { minLength = MinLength, maxLength = MaxLength } };
        using var response = await _http.PostAsJsonAsync("translate", request, Cancel);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {body}");

        var answer = JsonNode.Parse(body)!;
        return new((string)answer["translatedText"]!, int.Parse((string)answer["model"]!["version"]!, null));
    }

    /// <summary>Status and body of any request.</summary>
    public async Task<(int Status, JsonNode? Body)> PostAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        using var response = await _http.PostAsync("translate", content, Cancel);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel)));
    }

    public Task<(int Status, JsonNode? Body)> PostAsync(string json) => PostAsync(Encoding.UTF8.GetBytes(json));

    public Task ReadyAsync() => Condition.MetAsync(async () => (await _http.GetAsync("health/ready", Cancel)).IsSuccessStatusCode);

    /// <summary>What <c>GET /models</c> says of one model, or null.</summary>
    public async Task<JsonNode?> ModelAsync(string name = TinyStore.Model)
    {
        var models = await _http.GetFromJsonAsync<JsonArray>("models", Cancel);
        return models!.FirstOrDefault(model => (string?)model!["name"] == name);
    }

    /// <summary>Waits until <c>GET /models</c> shows the version in service.</summary>
    public Task ServesAsync(int version, string model = TinyStore.Model) =>
        Condition.MetAsync(async () => await ModelAsync(model) is { } found && (string?)found["version"] == $"{version}");

    /// <summary>Waits until <c>GET /models</c> shows the version as refused; returns the reason.</summary>
    public async Task<string> RefusesAsync(int version)
    {
        JsonNode? refused = null;
        await Condition.MetAsync(async () =>
        {
            refused = (await ModelAsync())!["refused"]!.AsArray().FirstOrDefault(entry => (string?)entry!["version"] == $"{version}");
            return refused is not null;
        });
        return (string)refused!["reason"]!;
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>A translation and the version that made it.</summary>
internal sealed record Answer(string Text, int Version);
