using System.Diagnostics;

namespace Seq2SeqService.Reliability.Reloads;

/// <summary>
/// Version after version while clients ask without pause: no request fails, every answer is that of the version it names, and nothing of the versions
/// that left stays behind.
/// </summary>
internal static class ReloadsScenario
{
    private const double MostGrowth = 1.1;   // of memory, from the second tenth of the reloads to the last
    private const long Slack = 8 << 20;      // bytes: what collections a few moments apart differ by
    private const int FewestForGrowth = 40;
    private static readonly int[] Beams = [4, 1];   // of even and odd versions
    private static readonly TimeSpan LongestReload = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(Arguments options)
    {
        var (count, clients) = (options.Number("count", 50), options.Number("clients", 4));
        using var store = new TemporaryStore();
        store.Publish(1, Beams[1]);
        using var replica = new Replica(Settings(store, options.Number("cache", 16)));
        await replica.ReadyAsync();
        using var caller = new Caller(replica.Address);
        var (sentences, right) = await LearnAsync(store, caller);

        using var load = new CheckedLoad(replica.Address, sentences, (version, sentence) => right[version % 2].GetValueOrDefault(sentence));
        load.Start(clients);
        var start = Stopwatch.GetTimestamp();
        var looks = new List<Footprint>();
        for (var version = 3; version < count + 3; version++)
        {
            store.Publish(version, Beams[version % 2]);
            await ServesAsync(load, caller, version);
            store.Remove(version - 1);
            looks.Add(await Footprint.OfAsync(replica, caller, CancellationToken.None));
        }

        var time = Stopwatch.GetElapsedTime(start);
        await load.StopAsync();
        return Report(load, looks, time, $"{count} reloads, {clients} clients, {sentences.Count} sentences to which the two models say different things");
    }

    /// <summary>Looks into the store all the time; a version that decodes with four beams may take as long as it likes beside one with a single beam.</summary>
    private static string[] Settings(TemporaryStore store, int cacheMegabytes) =>
    [
        $"--Inference:Cache:MaxMegabytes={cacheMegabytes}",
        $"--Inference:ModelsDirectory={store.Root}", "--Inference:PollInterval=00:00:00.05", "--Inference:Gate:MaxLatencyFactor=1000", "--Inference:Guards=false",
    ];

    /// <summary>What both models say, of the sentences to which they say different things.</summary>
    private static async Task<(IReadOnlyList<string> Sentences, Dictionary<string, string>[] Right)> LearnAsync(TemporaryStore store, Caller caller)
    {
        var odd = await AnswersAsync(caller, 1);
        store.Publish(2, Beams[0]);
        var even = await AnswersAsync(caller, 2);
        var telling = odd.Keys.Where(sentence => odd[sentence] != even[sentence]).ToList();
        if (telling.Count < 5)
            throw new InvalidOperationException("The two models answer too much alike to be told from each other.");

        return (telling, [even, odd]);
    }

    private static async Task<Dictionary<string, string>> AnswersAsync(Caller caller, int version)
    {
        using var limit = new CancellationTokenSource(LongestReload);
        while ((string?)(await caller.ModelAsync(limit.Token))["version"] != $"{version}")
            await Task.Delay(20, limit.Token);

        var answers = new Dictionary<string, string>();
        foreach (var sentence in TemporaryStore.Sentences)
        {
            var answer = await caller.TranslateAsync(sentence, limit.Token);
            answers[sentence] = answer.Version == version ? answer.Text : throw new InvalidOperationException($"{answer} came, of version {version}.");
        }

        return answers;
    }

    private static async Task ServesAsync(CheckedLoad load, Caller caller, int version)
    {
        var first = load.AnswersAsync(version);
        if (await Task.WhenAny(first, Task.Delay(LongestReload)) != first)
            throw new TimeoutException($"Version {version} does not serve: {await caller.ModelAsync(CancellationToken.None)}");
    }

    private static int Report(CheckedLoad load, List<Footprint> looks, TimeSpan time, string what)
    {
        var tenth = Math.Max(1, looks.Count / 10);
        var before = Footprint.Middle(looks.Slice(Math.Min(tenth, looks.Count - tenth), tenth));
        var after = Footprint.Middle(looks.Slice(looks.Count - tenth, tenth));
        Console.WriteLine($"{what}, {time.TotalSeconds:F0} s\n");
        Console.WriteLine("| | answers | failed or wrong | memory, MB | live heap, MB | threads | handles |\n|---|---:|---:|---:|---:|---:|---:|");
        Console.WriteLine($"| second tenth | | | {before.Memory >> 20} | {before.Heap >> 20} | {before.Threads} | {before.Handles} |");
        Console.WriteLine($"| last tenth | {load.Answers} | {load.Faults.Count} | {after.Memory >> 20} | {after.Heap >> 20} | {after.Threads} | {after.Handles} |");
        foreach (var fault in load.Faults.Take(5))
            Console.WriteLine($"- {fault}");

        var isFlat = looks.Count < FewestForGrowth || (Holds(before.Memory, after.Memory) && Holds(before.Heap, after.Heap) && after.Threads <= before.Threads + 5 && after.Handles <= before.Handles + 20);
        return load.Faults.Count == 0 && isFlat ? 0 : 1;
    }

    private static bool Holds(long before, long after) => after <= (before * MostGrowth) + Slack;
}
