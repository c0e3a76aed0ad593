using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;

namespace Seq2SeqService.EndToEnd.Tests.Bundled;

/// <summary>The bundled model's translations as events, over a real connection.</summary>
public sealed class StreamingTests : IAsyncDisposable
{
    private readonly RunningService _service = new(BundledModel.Store, ("Serilog:MinimumLevel", "Fatal"));
    private readonly HttpClient _http;

    public StreamingTests() => _http = new() { BaseAddress = _service.Address };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _service.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"source":"en"}""", 1)]
    [InlineData("""{"source":"auto","alternatives":2,"options":{"alignment":true,"confidence":true}}""", 1)]
    [InlineData("""{"source":"en","options":{"guards":false}}""", 3)]
    [InlineData("""{"source":"en","options":{"guards":false,"beamSize":1}}""", 3)]
    [InlineData("""{"source":"en","options":{"guards":false,"temperature":1.5,"seed":5}}""", 3)]
    [InlineData("""{"source":"en","format":"html"}""", 1)]
    public async Task The_same_words_in_the_same_order_as_without_events(string options, int leastEvents)
    {
        await Condition.MetAsync(async () => (await _http.GetAsync("health/ready", Cancel)).IsSuccessStatusCode);
        var request = JsonNode.Parse(options)!;
        request["target"] = "de";
        request["q"] = new JsonArray("Where is the station? " + Text(0), "See https://example.com/a for the 12 new files.", Text(40));

        var plain = JsonNode.Parse(await (await PostAsync(request, "application/json")).Content.ReadAsStringAsync(Cancel))!;
        var (partials, done) = await ReadAsync(await PostAsync(request, "text/event-stream"));

        Assert.True(partials.Count >= leastEvents, $"{partials.Count} events came before the answer.");
        done["timings"] = plain["timings"]!.DeepClone();
        Assert.Equal(plain.ToJsonString(), done.ToJsonString());
        for (var index = 0; index < 3; index++)
        {
            var told = partials.Where(partial => (int)partial["index"]! == index).Select(partial => (string)partial["translatedText"]!).ToList();
            foreach (var (before, next) in told.Zip([.. told.Skip(1), (string)done["translatedText"]![index]!]))
                Assert.StartsWith(before, next, StringComparison.Ordinal);
        }
    }

    private static string Text(int first) => string.Join(' ', BundledModel.Sentences.Skip(first).Take(40).Select(pair => pair.English));

    private async Task<HttpResponseMessage> PostAsync(JsonNode body, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "translate") { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd(accept);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        return response.EnsureSuccessStatusCode();
    }

    private static async Task<(IReadOnlyList<JsonNode> Partials, JsonNode Done)> ReadAsync(HttpResponseMessage response)
    {
        var events = new List<(string Name, JsonNode Data)>();
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(Cancel)).EnumerateAsync(Cancel))
            events.Add((item.EventType, JsonNode.Parse(item.Data)!));

        Assert.All(events.SkipLast(1), item => Assert.Equal("partial", item.Name));
        Assert.Equal("done", events[^1].Name);
        return ([.. events.SkipLast(1).Select(item => item.Data)], events[^1].Data);
    }
}
