using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>Asks <c>POST /translate</c> for one sentence after the other, over connections that stay open.</summary>
internal sealed class TranslateClient : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http;
    private readonly TranslateSettings _settings;

    public TranslateClient(Uri address, TranslateSettings settings)
    {
        _settings = settings;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, PooledConnectionIdleTimeout = Timeout }) { BaseAddress = address, Timeout = Timeout };
    }

    /// <summary>Translates a sentence that was due at a timestamp of <see cref="Stopwatch"/>: what it waited to be sent is a part of its time.</summary>
    public async Task<Answer> TranslateAsync(string text, long due)
    {
        try
        {
            using var response = await _http.PostAsJsonAsync("translate", Question(text));
            var body = await response.Content.ReadAsByteArrayAsync();
            var latency = Stopwatch.GetElapsedTime(due);
            return response.IsSuccessStatusCode ? Read(body, latency) : new Answer($"{(int)response.StatusCode}", latency);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return new Answer(error.GetType().Name, Stopwatch.GetElapsedTime(due));
        }
    }

    /// <summary>Translates on the calling thread alone: no other thread has to wake up before the answer is there.</summary>
    public Answer Translate(string text)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(Question(text), JsonSerializerOptions.Web);
        var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("translate", UriKind.Relative)) { Content = content };

        var start = Stopwatch.GetTimestamp();
        using var response = _http.Send(request);
        using var answer = new MemoryStream();
        response.Content.ReadAsStream().CopyTo(answer);
        var latency = Stopwatch.GetElapsedTime(start);
        return response.IsSuccessStatusCode ? Read(answer.ToArray(), latency) : new Answer($"{(int)response.StatusCode}", latency);
    }

    /// <summary>Time of an exchange for which the service does nothing.</summary>
    public TimeSpan Ping()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("health/live", UriKind.Relative));
        var start = Stopwatch.GetTimestamp();
        using var response = _http.Send(request);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Waits until the service is ready, or <paramref name="hasEnded"/> says that it never will be.</summary>
    public async Task WaitAsync(TimeSpan longest, Func<bool> hasEnded)
    {
        for (var start = Stopwatch.GetTimestamp(); ; await Task.Delay(100))
        {
            try
            {
                using var response = await _http.GetAsync(new Uri("health/ready", UriKind.Relative));
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Nobody listens yet.
            }

            if (hasEnded() || Stopwatch.GetElapsedTime(start) > longest)
                throw new InvalidOperationException($"The service at {_http.BaseAddress} does not get ready.");
        }
    }

    public void Dispose() => _http.Dispose();

    private object Question(string text) => new
    {
        q = text,
        source = _settings.Source,
        target = _settings.Target,
        options = new { scores = true, beamSize = _settings.Beam, model = _settings.Model, maxLength = LongestOutput(text), deadlineMs = _settings.DeadlineMilliseconds },
    };

    private int? LongestOutput(string text) =>
        _settings.TokensPerWord is { } tokens ? (int)Math.Ceiling(tokens * text.Split(' ').Length) : null;

    private static Answer Read(byte[] body, TimeSpan latency)
    {
        using var json = JsonDocument.Parse(body);
        var timings = json.RootElement.GetProperty("timings");
        return new Answer(null, latency)
        {
            Tokens = json.RootElement.GetProperty("results")[0].GetProperty("tokens").GetInt32(),
            QueueMilliseconds = timings.GetProperty("queue").GetDouble(),
            DecodeMilliseconds = timings.GetProperty("decode").GetDouble(),
            TotalMilliseconds = timings.GetProperty("total").GetDouble(),
        };
    }
}

/// <summary>What every request asks for; null leaves it to the service.</summary>
/// <param name="TokensPerWord">Longest output for each word of a sentence.</param>
/// <param name="DeadlineMilliseconds">After which the service need not answer.</param>
internal sealed record TranslateSettings(string? Source, string? Target, string? Model, int? Beam, double? TokensPerWord = null, int? DeadlineMilliseconds = null);

/// <summary>One sentence's answer; <paramref name="Error"/> is a status or an exception's name, or null.</summary>
internal sealed record Answer(string? Error, TimeSpan Latency)
{
    public int Tokens { get; init; }

    public double QueueMilliseconds { get; init; }

    public double DecodeMilliseconds { get; init; }

    /// <summary>Of an exchange beside it for which the service did nothing.</summary>
    public TimeSpan Ping { get; init; }

    /// <summary>From the parsed request to the finished answer.</summary>
    public double TotalMilliseconds { get; init; }
}
