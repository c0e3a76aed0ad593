using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Seq2SeqService.Reliability.Overload;

namespace Seq2SeqService.Reliability;

/// <summary>
/// Half of all clients go away before they have an answer: the others are answered as each is when nobody else asks, and soon nothing is left of the dead.
/// No text comes twice, and none is remembered, so that every answer is work.
/// </summary>
internal static class DisconnectsScenario
{
    private const int Sentences = 10;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);
    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 64 };

    public static async Task<int> RunAsync(Arguments options)
    {
        var count = options.Number("count", 1000);
        using var replica = new Replica("--Inference:RequestTimeout=00:05:00", "--Inference:Cache:MaxMegabytes=0");
        await replica.ReadyAsync();
        using var http = new HttpClient { BaseAddress = replica.Address, Timeout = TimeSpan.FromMinutes(5) };
        await TranslateAsync(http, -1, CancellationToken.None);

        var start = Stopwatch.GetTimestamp();
        var answers = await AskAsync(http, count);
        var took = Stopwatch.GetElapsedTime(start);
        var dead = await Aftermath.WatchAsync(http, replica.Address);
        var lone = Stopwatch.GetTimestamp();
        await TranslateAsync(http, -1, CancellationToken.None);
        var after = Stopwatch.GetElapsedTime(lone);
        var (answered, wrong) = (answers.Count(answer => answer is not null), await WrongAsync(http, answers));

        Console.WriteLine("| requests | answered | wrong | clients that left | seconds | steps afterwards | sentences left | the next text, ms |\n|---:|---:|---:|---:|---:|---:|---:|---:|");
        Console.WriteLine($"| {count} | {answered} | {wrong} | {count - answered} | {took.TotalSeconds:F1} | {dead.Steps} | {dead.Left} | {after.TotalMilliseconds:F0} |");
        return wrong == 0 && answered >= count / 2 && dead.Left == 0 && after < Soon ? 0 : 1;
    }

    /// <summary>The answers, null for those who left; every second client has little patience.</summary>
    private static async Task<string?[]> AskAsync(HttpClient http, int count)
    {
        const double MostPatience = 0.2;   // seconds
        var answers = new string?[count];
        await Parallel.ForAsync(0, count, AtOnce, async (i, _) =>
        {
            using var leaving = new CancellationTokenSource(i % 2 == 0 ? TimeSpan.FromSeconds(new Random(i).NextDouble() * MostPatience) : Timeout.InfiniteTimeSpan);
            try
            {
                answers[i] = await TranslateAsync(http, i, leaving.Token);
            }
            catch (OperationCanceledException)
            {
                // left
            }
        });
        return answers;
    }

    /// <summary>Those that are not what the same text becomes when everybody waits.</summary>
    private static async Task<int> WrongAsync(HttpClient http, string?[] answers)
    {
        var wrong = 0;
        await Parallel.ForAsync(0, answers.Length, AtOnce, async (i, cancel) =>
        {
            if (answers[i] is { } answer && answer != await TranslateAsync(http, i, cancel))
                Interlocked.Increment(ref wrong);
        });
        return wrong;
    }

    private static async Task<string?> TranslateAsync(HttpClient http, int i, CancellationToken cancel)
    {
        using var body = new StringContent(DistinctSentences.Json((1 + i) * Sentences, Sentences), Encoding.UTF8, "application/json");
        using var response = await http.PostAsync("translate", body, cancel);
        response.EnsureSuccessStatusCode();
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(cancel));
        return answer.RootElement.GetProperty("translatedText").GetString();
    }
}
