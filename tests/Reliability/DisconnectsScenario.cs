using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Seq2SeqService.Reliability.Overload;

namespace Seq2SeqService.Reliability;

/// <summary>Half of all clients go away before they have an answer: the others are answered rightly, and soon nothing is left of the dead.</summary>
internal static class DisconnectsScenario
{
    private const string LongText = "The old man who lived near the river told us a long story about his brother and the war. ";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(Arguments options)
    {
        var count = options.Number("count", 1000);
        using var replica = new Replica("--Inference:RequestTimeout=00:05:00");
        await replica.ReadyAsync();
        using var http = new HttpClient { BaseAddress = replica.Address, Timeout = TimeSpan.FromMinutes(5) };
        var text = string.Concat(Enumerable.Repeat(LongText, 10));
        var right = await TranslateAsync(http, text, CancellationToken.None);
        var random = new Random(1);

        var start = Stopwatch.GetTimestamp();
        var (answered, left, wrong) = (0, 0, 0);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
        {
            double patience;
            lock (random)
                patience = random.NextDouble() * 0.2;

            using var leaving = new CancellationTokenSource(i % 2 == 0 ? TimeSpan.FromSeconds(patience) : Timeout.InfiniteTimeSpan);
            try
            {
                var answer = await TranslateAsync(http, text, leaving.Token);
                Interlocked.Increment(ref answered);
                if (answer != right)
                    Interlocked.Increment(ref wrong);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref left);
            }
        });

        var dead = await Aftermath.WatchAsync(http, replica.Address);
        var lone = Stopwatch.GetTimestamp();
        await TranslateAsync(http, "It is raining.", CancellationToken.None);
        var after = Stopwatch.GetElapsedTime(lone);

        Console.WriteLine($"| requests | answered | wrong | clients that left | seconds | sentences left | one sentence afterwards, ms |\n|---:|---:|---:|---:|---:|---:|---:|");
        Console.WriteLine($"| {count} | {answered} | {wrong} | {left} | {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} | {dead.Left} | {after.TotalMilliseconds:F0} |");
        return wrong == 0 && answered + left == count && dead.Left == 0 && after < Soon ? 0 : 1;
    }

    private static async Task<string?> TranslateAsync(HttpClient http, string text, CancellationToken cancel)
    {
        using var response = await http.PostAsJsonAsync("translate", new { q = text, source = "en", target = "de" }, cancel);
        response.EnsureSuccessStatusCode();
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(cancel));
        return answer.RootElement.GetProperty("translatedText").GetString();
    }
}
