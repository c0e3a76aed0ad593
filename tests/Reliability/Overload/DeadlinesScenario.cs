using System.Diagnostics;
using System.Net.Sockets;

namespace Seq2SeqService.Reliability.Overload;

/// <summary>
/// A storm of texts with random short deadlines, half of whose clients go away: who stays hears in time what became of the text. Then again and again all clients leave at
/// one moment, in the midst of long texts: their rows must be free after a step, and no engine may work for the dead.
/// </summary>
internal static class DeadlinesScenario
{
    private const int Clients = 64, Sentences = 5;
    private const int ShortestDeadline = 5, LongestDeadline = 600;   // milliseconds
    private const double Overrun = 100;    // milliseconds that the end of a step and a busy machine may take, p99
    private const double MostSteps = 3;    // one to notice the clients' leaving, one that is under way, one between two looks
    private const double Soon = 250;       // milliseconds

    public static async Task<int> RunAsync(Arguments options)
    {
        var (count, rounds) = (options.Number("count", 2000), options.Number("rounds", 10));
        using var replica = new Replica("--Inference:Cache:MaxMegabytes=0");
        await replica.ReadyAsync();
        using var http = new HttpClient();
        await StormAsync(replica.Address, 200);   // warms up

        var outcomes = await StormAsync(replica.Address, count);
        var after = await Aftermath.WatchAsync(http, replica.Address);
        double[] overruns = [.. outcomes.Where(outcome => outcome.Status != 0).Select(outcome => outcome.Overrun).Order()];
        var overrun = overruns[(int)(0.99 * (overruns.Length - 1))];
        Console.WriteLine("| texts | answered | refused | past their deadline | clients that left | other | beyond the deadline p99, ms | sentences left | steps afterwards |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        Console.WriteLine($"| {count} | {Count(200)} | {Count(503)} | {Count(504)} | {Count(0)} | {Count(-1)} | {overrun:F0} | {after.Left} | {after.Steps} |\n");

        Console.WriteLine("| round | sentences when all left | steps afterwards | ms until nothing was left |\n|---:|---:|---:|---:|");
        var isKept = Count(-1) == 0 && overrun <= Overrun && after is { Left: 0, Steps: <= MostSteps };
        for (var round = 1; round <= rounds; round++)
        {
            var (working, dead) = await LeaveAsync(replica.Address, http, round);
            isKept &= working > 0 && dead is { Left: 0, Steps: <= MostSteps, Milliseconds: <= Soon };
            Console.WriteLine($"| {round} | {working} | {dead.Steps} | {dead.Milliseconds:F0} |");
        }

        return isKept ? 0 : 1;

        int Count(int status) => outcomes.Count(outcome => status < 0 ? outcome.Status is not (200 or 503 or 504 or 0) : outcome.Status == status);
    }

    /// <summary>What was answered, 0 to those who had left, and how many milliseconds after the deadline.</summary>
    private static async Task<(int Status, double Overrun)[]> StormAsync(Uri service, int count)
    {
        var outcomes = new (int, double)[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (i, _) =>
        {
            var random = new Random(i);
            var deadline = random.Next(ShortestDeadline, LongestDeadline);
            using var leaving = new CancellationTokenSource(random.Next(2) == 0 ? TimeSpan.FromMilliseconds(random.Next(300)) : Timeout.InfiniteTimeSpan);
            var request = LeanConnection.Request(DistinctSentences.Json(i * Sentences, Sentences), deadline);
            using var connection = await LeanConnection.OpenAsync(service, i % Clients);
            var start = Stopwatch.GetTimestamp();
            try
            {
                var answer = await connection.AskAsync(request, leaving.Token);
                outcomes[i] = (answer.Status, Stopwatch.GetElapsedTime(start).TotalMilliseconds - deadline);
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                outcomes[i] = leaving.IsCancellationRequested ? (0, 0) : (-1, 0);
            }
        });
        return outcomes;
    }

    /// <summary>All clients ask for long texts and leave together when engines are at work.</summary>
    private static async Task<(double Working, Aftermath Dead)> LeaveAsync(Uri service, HttpClient http, int round)
    {
        using var leaving = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(async i =>
        {
            using var connection = await LeanConnection.OpenAsync(service, i);
            var request = LeanConnection.Request(DistinctSentences.Json((10_000 * round) + (i * Sentences), Sentences), deadlineMilliseconds: null);
            try
            {
                await connection.AskAsync(request, leaving.Token);
            }
            catch (OperationCanceledException)
            {
                // As was intended.
            }
        }).ToList();

        await Task.Delay(TimeSpan.FromMilliseconds(100 + (20 * round)), CancellationToken.None);
        var working = (await Meters.ReadAsync(http, service)).AtWork;
        await leaving.CancelAsync();
        await Task.WhenAll(clients);
        return (working, await Aftermath.WatchAsync(http, service));
    }
}
