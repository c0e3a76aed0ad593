using System.Diagnostics;
using System.Globalization;
using Seq2SeqService.Reliability.Overload;

namespace Seq2SeqService.Reliability;

/// <summary>
/// A long time under steady load, nothing may grow: what lives on the heap, memory, files, threads, what is held outside the heap. The load is a share of
/// what the machine turned out to manage.
/// </summary>
internal static class SoakScenario
{
    private const double MaxHeapGrowth = 0.01;   // of live bytes, from the end of the first sixth to the end
    private const double MaxMemoryGrowth = 0.02;   // of resident bytes, in an hour
    private const int MaxMore = 10;   // files and threads: connections that are open by chance, the pool's threads
    private const int Sentences = 500;   // enough that the same one is seldom under way twice
    private const int LeastSteps = 6, StepsAMinute = 6;   // memory comes and goes by 4 MB: a trend takes many looks
    private const int MostLines = 30;
    private const int WarmLooks = 200;   // at the metrics: code that is called 30 times is compiled anew, and that would be in the middle of the soak
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(Arguments options)
    {
        var (minutes, share) = (options.Number("minutes", 2), options.Number("share", 70) / 100.0);
        using var replica = new Replica("--Inference:Cache:MaxMegabytes=0");   // what is remembered is no load
        await replica.ReadyAsync();
        using var load = new OpenLoad(replica.Address, [.. Enumerable.Range(0, Sentences).Select(DistinctSentences.At)]);
        await load.LearnAsync();
        for (var i = 0; i < WarmLooks; i++)
            await replica.FiguresAsync();

        var capacity = await CapacityAsync(load);
        var rate = options.Number("rate", (int)(share * capacity));
        Console.WriteLine($"About {capacity:F0} sentences a second are managed; {rate} a second for {minutes} minutes.\n");
        Console.WriteLine("| minute | requests since the last look | failed | p50 ms | p99 ms | live KB | resident MB | outside the heap MB | files | threads | unobserved |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        var (samples, steps) = (new List<SoakSample>(), Math.Max(LeastSteps, StepsAMinute * minutes));
        var start = Stopwatch.GetTimestamp();
        for (var step = 1; step <= steps; step++)
        {
            var left = (TimeSpan.FromMinutes(minutes) * step / steps) - Stopwatch.GetElapsedTime(start);
            await load.SendAsync(rate, Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero));
            var report = await load.ReportAsync();
            samples.Add(await SoakSample.TakeAsync(replica, Stopwatch.GetElapsedTime(start), report.Failed, withCollection: step == steps / 6 || step == steps));
            if (step % Math.Max(1, steps / MostLines) == 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {samples[^1].Time.TotalMinutes:F1} | {report.Sent} | {report.Failed} | {report.Latency(0.5):F0} | {report.Latency(0.99):F0} | {samples[^1]} |"));
        }

        return Judge(samples, minutes);
    }

    /// <summary>Sentences a second, from what is answered while more wait than can be.</summary>
    private static async Task<double> CapacityAsync(OpenLoad load)
    {
        const int AtOnce = 32;
        var (start, answered) = (Stopwatch.GetTimestamp(), 0);
        await Parallel.ForAsync(0, AtOnce, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) =>
        {
            while (Stopwatch.GetElapsedTime(start) < Probe)
                Interlocked.Add(ref answered, await load.IsAnsweredAsync() ? 1 : 0);
        });
        return answered / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The heap was collected a sixth of the time ago when the trends begin: it takes back by then what that gave away.</summary>
    private static int Judge(IReadOnlyList<SoakSample> samples, int minutes)
    {
        var (failed, last) = (samples.Sum(sample => sample.Failed), samples[^1]);
        var heap = (last.LiveBytes / samples.First(sample => sample.LiveBytes is not null).LiveBytes - 1)!.Value;
        samples = [.. samples.Skip(samples.Count / 3)];
        var memory = Slope(samples, sample => sample.ResidentBytes) / samples.Average(sample => sample.ResidentBytes);
        var outside = Slope(samples, sample => sample.NativeBytes) / samples.Average(sample => sample.ResidentBytes);
        var isLong = minutes >= 20;   // a slope of minutes says nothing of an hour
        (string What, string Figure, bool IsKept)[] promises =
        [
            ("requests that failed", $"{failed}", failed == 0),
            ("live heap after a collection, from a sixth of the time on", Invariant($"{heap:P2}"), heap < MaxHeapGrowth),
            ("resident memory, an hour", Invariant($"{memory:P2}"), !isLong || memory < MaxMemoryGrowth),
            ("outside the heap, of resident, an hour", Invariant($"{outside:P2}"), !isLong || outside < MaxMemoryGrowth),
            More("files", sample => sample.Files),
            More("threads", sample => sample.Threads),
            ("unobserved exceptions", $"{last.Unobserved}", last.Unobserved == 0),
        ];
        Console.WriteLine("\n| grown in the last two thirds | by | kept |\n|---|---:|---|");
        foreach (var (what, figure, isKept) in promises)
            Console.WriteLine($"| {what} | {figure} | {(isKept ? "yes" : "no")} |");

        return promises.All(promise => promise.IsKept) ? 0 : 1;

        // The middle of each half, as connections come and go.
        (string What, string Figure, bool IsKept) More(string what, Func<SoakSample, int> value)
        {
            var half = samples.Count / 2;
            var more = samples.TakeLast(half).Select(value).Order().ElementAt(half / 2) - samples.Take(half).Select(value).Order().ElementAt(half / 2);
            return (what, $"{more}", more <= MaxMore);
        }
    }

    /// <summary>By least squares, for an hour.</summary>
    private static double Slope(IReadOnlyList<SoakSample> samples, Func<SoakSample, double> value)
    {
        var (time, mean) = (samples.Average(sample => sample.Time.TotalHours), samples.Average(value));
        return samples.Sum(sample => (sample.Time.TotalHours - time) * (value(sample) - mean)) / samples.Sum(sample => Math.Pow(sample.Time.TotalHours - time, 2));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
