namespace Seq2SeqService.Reliability;

/// <summary>
/// Two replicas behind a balancer, under load. Both are stopped and started one after the other, as for a new version: no request may fail. Then
/// they are killed in turn: only what the dead one had begun may be repeated, and none may fail.
/// </summary>
internal static class BalancerScenario
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(Arguments options)
    {
        var (rounds, rate, name) = (options.Number("rounds", 3), options.Number("rate", 40), options.Text("with", "haproxy"));
        using Replica one = new("--Api:DrainDelay=00:00:01"), two = new("--Api:DrainDelay=00:00:01");
        await Task.WhenAll(one.ReadyAsync(), two.ReadyAsync());
        using var balancer = Balancer.Start(name, one, two);
        using var load = new OpenLoad(balancer.Address);
        await Task.Delay(Calm);
        await load.LearnAsync();

        Console.WriteLine($"{name}, {rate} requests a second, {rounds} rounds\n");
        Console.WriteLine("| what | requests | failed | p50 ms | p99 ms | longest ms | faults |\n|---|---:|---:|---:|---:|---:|---|");
        var failed = await TryAsync("nothing happens", () => Task.Delay(2 * Calm));
        failed += await TryAsync("rolling restart", () => EachAsync(replica => replica.StopAsync()));
        failed += await TryAsync("kill -9", () => EachAsync(replica => replica.KillAsync()));
        return failed == 0 ? 0 : 1;

        async Task<int> TryAsync(string what, Func<Task> happens)
        {
            var happening = happens();
            await load.SendAsync(rate, happening);
            await happening;
            var report = await load.ReportAsync();
            Console.WriteLine(
                $"| {what} | {report.Sent} | {report.Failed} | {report.Latency(0.5):F0} | {report.Latency(0.99):F0} | {report.Latency(1):F0} | {report.Faults} |");
            return report.Failed;
        }

        async Task EachAsync(Func<Replica, Task> end)
        {
            for (var round = 0; round < rounds; round++)
            {
                foreach (var replica in (Replica[])[one, two])
                {
                    await end(replica);
                    await replica.StartAgainAsync();
                    await Task.Delay(Calm);   // the balancer's checks find it
                }
            }
        }
    }
}
