using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Seq2SeqService.Reliability.Reloads;

/// <summary>Asks a service whose versions are numbers.</summary>
internal sealed class Caller(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>Anything but an answer is an <see cref="HttpRequestException"/>.</summary>
    public async Task<VersionAnswer> TranslateAsync(string sentence, CancellationToken cancel)
    {
        using var response = await _http.PostAsJsonAsync("translate", new { q = sentence, source = "en", target = "de" }, cancel);
        response.EnsureSuccessStatusCode();
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancel))!;
        return new(int.Parse((string)answer["model"]!["version"]!, null), (string)answer["translatedText"]!);
    }

    /// <summary>What <c>GET /models/{name}</c> says of the model.</summary>
    public async Task<JsonNode> ModelAsync(CancellationToken cancel) =>
        (await _http.GetFromJsonAsync<JsonNode>($"models/{TemporaryStore.Model}", cancel))!;

    /// <summary>Why a version is refused; null where it is not, or not yet.</summary>
    public async Task<string?> RefusalAsync(int version, CancellationToken cancel) => RefusalOf(await ModelAsync(cancel), version);

    public static string? RefusalOf(JsonNode model, int version) =>
        (string?)model["refused"]!.AsArray().FirstOrDefault(refused => (string?)refused!["version"] == $"{version}")?["reason"];

    /// <summary>Bytes of live objects after the last collection.</summary>
    public async Task<long> HeapAsync(CancellationToken cancel)
    {
        var metrics = await _http.GetStringAsync(new Uri("metrics", UriKind.Relative), cancel);
        return (long)metrics.Split('\n')
            .Where(line => line.StartsWith("dotnet_gc_last_collection_heap_size_bytes{", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    public void Dispose() => _http.Dispose();
}
