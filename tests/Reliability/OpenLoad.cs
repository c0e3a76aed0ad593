using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Seq2SeqService.Reliability;

/// <summary>Sends sentences at a steady rate, however long the earlier ones take, and compares every answer with the one that is right.</summary>
internal sealed class OpenLoad : IDisposable
{
    private static readonly string[] Few =
    [
        "How are you today?", "The weather is fine.", "Where is the station?", "I would like to buy a house.", "He did not come to school because he was ill.",
        "My brother reads the newspaper every morning.", "Thank you very much!", "Can you help me?", "She has lived in Berlin for three years.", "It is raining.",
    ];

    private readonly IReadOnlyList<string> _sentences;
    private readonly HttpClient _http;
    private readonly List<Task<Outcome>> _sent = [];
    private IReadOnlyList<string> _right = [];

    /// <param name="sentences">What is sent, in turn; by default few enough that most are remembered.</param>
    public OpenLoad(Uri address, IReadOnlyList<string>? sentences = null) =>
        (_http, _sentences) = (new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) }, sentences ?? Few);

    /// <summary>Learns the right answers.</summary>
    public async Task LearnAsync() => _right = [.. (await Task.WhenAll(_sentences.Select(TranslateAsync))).Select(answer => answer.Text ?? throw new InvalidOperationException(answer.Fault))];

    /// <summary>Sends until <paramref name="end"/> is reached.</summary>
    public async Task SendAsync(double perSecond, Task end)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; !end.IsCompleted; i++)
        {
            var due = TimeSpan.FromSeconds(i / perSecond) - Stopwatch.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
                await Task.Delay(due);

            var place = i % _sentences.Count;
            _sent.Add(AskAsync(_sentences[place], _right[place]));
        }
    }

    /// <summary>What became of all that were sent since the last time.</summary>
    public async Task<LoadReport> ReportAsync()
    {
        var outcomes = await Task.WhenAll(_sent);
        _sent.Clear();
        return new(outcomes);
    }

    /// <summary>One sentence more, whoever else asks.</summary>
    public async Task<bool> IsAnsweredAsync() => (await TranslateAsync(_sentences[Random.Shared.Next(_sentences.Count)])).Text is not null;

    public void Dispose() => _http.Dispose();

    private async Task<Outcome> AskAsync(string sentence, string right)
    {
        var start = Stopwatch.GetTimestamp();
        var (text, fault) = await TranslateAsync(sentence);
        return new(text is null || text == right ? fault : $"a wrong answer: {text}", Stopwatch.GetElapsedTime(start));
    }

    private async Task<(string? Text, string? Fault)> TranslateAsync(string sentence)
    {
        try
        {
            using var response = await _http.PostAsJsonAsync("translate", new { q = sentence, source = "en", target = "de" });
            if (!response.IsSuccessStatusCode)
                return (null, $"status {(int)response.StatusCode}");

            using var answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
            return (answer.RootElement.GetProperty("translatedText").GetString(), null);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or IOException)
        {
            return (null, error.GetType().Name);
        }
    }
}

/// <summary>What became of one request; no fault where it was answered rightly.</summary>
internal sealed record Outcome(string? Fault, TimeSpan Latency);

/// <summary>What became of a load.</summary>
internal sealed class LoadReport(IReadOnlyList<Outcome> outcomes)
{
    private readonly double[] _latencies = [.. outcomes.Where(outcome => outcome.Fault is null).Select(outcome => outcome.Latency.TotalMilliseconds).Order()];

    public int Sent => outcomes.Count;

    public int Failed => outcomes.Count(outcome => outcome.Fault is not null);

    public string Faults => string.Join(", ", outcomes.Where(outcome => outcome.Fault is not null).GroupBy(outcome => outcome.Fault).Select(kind => $"{kind.Key}: {kind.Count()}").DefaultIfEmpty("–"));

    /// <summary>Milliseconds within which this share was answered.</summary>
    public double Latency(double share) => _latencies.Length == 0 ? double.NaN : _latencies[(int)(share * (_latencies.Length - 1))];
}
