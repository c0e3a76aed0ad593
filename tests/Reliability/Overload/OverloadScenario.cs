namespace Seq2SeqService.Reliability.Overload;

/// <summary>
/// Twice and five times what the service can do, in an open loop, with deadlines told. As much must be answered in time as at the peak, what is taken in must be
/// in time, what is refused must know it at once, and memory must not grow with the flood.
/// </summary>
internal static class OverloadScenario
{
    private const double LeastGoodput = 0.95;      // of the peak
    private const double QuickRefusal = 10;        // milliseconds, p99
    private const long MostGrowth = 192L << 20;    // bytes, beyond what the peak took: the collector waits for as much as the cache holds before it looks
    private const int Clients = 64;                // fill the batches

    public static async Task<int> RunAsync(Arguments options)
    {
        var (time, deadline) = (TimeSpan.FromSeconds(options.Number("seconds", 20)), TimeSpan.FromMilliseconds(options.Number("deadline", 1000)));
        using var replica = new Replica("--Inference:Cache:MaxMegabytes=0");
        await replica.ReadyAsync();
        using var flood = new Flood(replica.Address, deadline);
        using var http = new HttpClient();
        await flood.SaturateAsync(Clients, time / 2);   // warms up

        Console.WriteLine($"A deadline of {deadline.TotalMilliseconds:F0} ms, {time.TotalSeconds:F0} s each.\n");
        Console.WriteLine("| offered | a second | in time | p50 ms | p99 ms | late | failed | wrong | refused | p99 of refusals, ms | from the sending | within 10 ms in the service | client's lag, p99 | memory, MB |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        var full = await TryAsync($"{Clients} at once", () => flood.SaturateAsync(Clients, time));
        var once = await TryAsync("1×", () => flood.SendAsync(full.Report.Goodput, time));
        var (peak, memory) = (Math.Max(full.Report.Goodput, once.Report.Goodput), Math.Max(full.Memory, once.Memory));

        var isKept = true;
        foreach (var times in (int[])[2, 5])
        {
            var (report, wrong, used) = await TryAsync($"{times}×", () => flood.SendAsync(times * full.Report.Goodput, time));
            isKept &= report.Goodput >= LeastGoodput * peak && report.Latency(0.99) <= deadline.TotalMilliseconds && report.Refusal(0.99) < QuickRefusal
                && wrong + report.Failed == 0 && used <= memory + MostGrowth;
        }

        return isKept ? 0 : 1;

        async Task<(FloodReport Report, int Wrong, long Memory)> TryAsync(string what, Func<Task<FloodReport>> happens)
        {
            var before = await Meters.ReadAsync(http, replica.Address);
            var report = await happens();
            var (after, used) = (await Meters.ReadAsync(http, replica.Address), replica.Memory);
            var wrong = await flood.WrongAsync(report);
            Console.WriteLine(
                $"| {what} | {report.Offered:F0} | {report.Goodput:F0} | {report.Latency(0.5):F0} | {report.Latency(0.99):F0} | {report.Broken} | {report.Failed} | {wrong} | "
                + $"{report.RefusedShare:P0} | {report.Refusal(0.99):F1} | {report.RefusalFromSending(0.99):F1} | {after.RefusedWithin("0.01", before) / report.Refused:P1} | {report.Lag(0.99):F1} | {used >> 20} |");
            return (report, wrong, used);
        }
    }
}
