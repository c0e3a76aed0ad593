using System.Diagnostics;
using System.Globalization;
using Seq2SeqService.Reliability.Resumes;
using Seq2SeqService.Training.Tests.Ranks.Launchers;

namespace Seq2SeqService.Reliability.Network;

/// <summary>
/// Two ranks on two machines, which are network namespaces with a cable between them. A cable that comes out for good ends both ranks in words and in time, and
/// started again they end in the weights of a run that nobody disturbed, byte for byte; one that comes back soon changes nothing. Needs root.
/// </summary>
internal sealed class NetworkScenario : IDisposable
{
    private const int Steps = 400, SaveEvery = 4, Port = 29500;
    private const string Whole = "runs/whole";

    // Of a rank: until it gives up, until it has found out who is to blame, and until the process is gone on a busy machine.
    private static readonly TimeSpan RankTimeout = TimeSpan.FromSeconds(10), Most = RankTimeout + TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);   // until an update of the first half is saved
    private static readonly TimeSpan Hiccup = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("network").FullName;
    private readonly Machines _machines = new();
    private readonly TinyRecipe _recipe;
    private readonly List<string> _faults = [];

    private NetworkScenario()
    {
        _recipe = new TinyRecipe(_folder, "en-de");
        _recipe.Lengthen(Steps, (int)RankTimeout.TotalSeconds);
    }

    public static async Task<int> RunAsync(Arguments options)
    {
        if (!Machines.CanBe)
        {
            Console.Error.WriteLine("This needs Linux, root, and the programs ip, nsenter and unshare.");
            return 2;
        }

        using var scenario = new NetworkScenario();
        return await scenario.TryAsync(options.Number("rounds", 3), new Random(options.Number("seed", 1)));
    }

    public void Dispose()
    {
        _machines.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<int> TryAsync(int rounds, Random random)
    {
        using (var worker = new Worker(_folder, "train", _recipe.Write("fp32", Whole), "--processes", "2"))
        {
            if (await worker.EndAsync() != 0)
                throw new InvalidOperationException(worker.Said);
        }

        for (var round = 0; round < rounds; round++)
        {
            await CutAsync($"runs/cut{round}", SomeSave(random), unplugged: round % 2);
            await HiccupAsync($"runs/hiccup{round}", SomeSave(random), unplugged: round % 2);
        }

        Console.WriteLine($"\n{rounds} cables out for good, {rounds} for {Hiccup.TotalSeconds:F0} s, {_faults.Count} faults");
        foreach (var fault in _faults)
            Console.WriteLine($"- {fault}");
        return _faults.Count == 0 ? 0 : 1;
    }

    /// <summary>An update of the first half behind which the run saves.</summary>
    private static int SomeSave(Random random) => random.Next(1, Steps / 2 / SaveEvery) * SaveEvery;

    /// <summary>Takes the cable out for good, and starts both again when it is back.</summary>
    private async Task CutAsync(string run, int step, int unplugged)
    {
        using (var ranks = Start(run))
        {
            await ranks.ReachAsync(step);
            _machines.Unplug(unplugged);
            var cut = Stopwatch.StartNew();
            foreach (var (rank, worker) in ranks.Workers.Index())
            {
                Judge(await worker.EndAsync() == 75 && worker.LastLine.Contains("Rank", StringComparison.Ordinal), $"{run}: rank {rank} ended otherwise: {worker.LastLine}");
                Judge(cut.Elapsed < Most, $"{run}: rank {rank} was there for {cut.Elapsed.TotalSeconds:F1} s");
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"machine {unplugged} cut off behind update {step}: after {cut.Elapsed.TotalSeconds:F1} s rank {rank} said: {worker.LastLine}"));
            }
        }

        _machines.Plug(unplugged);
        using var again = Start(run);
        await EndsWholeAsync(run, again);
    }

    /// <summary>Takes the cable out and puts it back before anybody gives up.</summary>
    private async Task HiccupAsync(string run, int step, int unplugged)
    {
        using var ranks = Start(run);
        await ranks.ReachAsync(step);
        _machines.Unplug(unplugged);
        await Task.Delay(Hiccup);
        _machines.Plug(unplugged);
        await EndsWholeAsync(run, ranks);
    }

    private async Task EndsWholeAsync(string run, Ranks ranks)
    {
        foreach (var worker in ranks.Workers)
            Judge(await worker.EndAsync() == 0, $"{run}: {worker.LastLine}");
        var differences = RunContents.Differences(Path.Combine(_folder, Whole), Path.Combine(_folder, run));
        Judge(differences.Count == 0, $"{run}: {string.Join(", ", differences)}");
        Console.WriteLine($"{run}: {(differences.Count == 0 ? "equal to the whole run" : "differs")}");
    }

    private Ranks Start(string run)
    {
        var file = _recipe.Write("fp32", run);
        return new([.. Enumerable.Range(0, 2).Select(rank => new Worker(_folder, _machines.OnOwn(rank, Port, "dotnet", Repository.Worker, "train", file)))]);
    }

    private void Judge(bool isSo, string fault)
    {
        if (!isSo)
            _faults.Add(fault);
    }

    private sealed record Ranks(IReadOnlyList<Worker> Workers) : IDisposable
    {
        /// <summary>Waits until the first one has saved this update.</summary>
        /// <exception cref="InvalidOperationException">One has ended before, or it takes too long.</exception>
        public async Task ReachAsync(int step)
        {
            for (var clock = Stopwatch.StartNew(); !Workers[0].Said.Contains($"Saved at step {step}\n", StringComparison.Ordinal); await Task.Delay(Look))
            {
                if (clock.Elapsed > Longest || Workers.Any(worker => worker.HasEnded))
                    throw new InvalidOperationException($"Step {step} was never saved:\n{string.Join('\n', Workers.Select(worker => worker.Said))}");
            }
        }

        public void Dispose()
        {
            foreach (var worker in Workers)
                worker.Dispose();
        }
    }
}
