using System.Diagnostics;

namespace Seq2SeqService.Reliability.Resumes;

/// <summary>One recipe in one precision and so many processes: a run straight through, and one that is killed again and again.</summary>
internal sealed class Combination(string folder, TinyRecipe recipe, string precision, int processes)
{
    private readonly string _whole = Path.Combine("runs", $"{recipe.Name}-{precision}-{processes}-whole");
    private readonly string _killed = Path.Combine("runs", $"{recipe.Name}-{precision}-{processes}-killed");
    private readonly Dictionary<Fallen, int> _fallen = [];
    private TimeSpan _start;

    public string WholeRecipe => recipe.Write(precision, _whole);

    public string KilledRecipe => recipe.Write(precision, _killed);

    /// <summary>Kills at most so many times; a run that comes to its end before the next kill is over.</summary>
    public async Task<CombinationReport> RunAsync(int kills, Random random)
    {
        var clock = Stopwatch.StartNew();
        string? failure = await WholeAsync();
        for (var kill = 0; failure is null && kill < kills; kill++)
        {
            if (await KilledAsync(random) is { Goes: false } end)
            {
                failure = end.Failure;
                break;
            }
        }

        failure ??= await EndAsync(KilledRecipe);
        var differences = failure is null ? RunContents.Differences(Path.Combine(folder, _whole), Path.Combine(folder, _killed)) : [failure];
        return new(recipe, precision, processes, _fallen, differences, clock.Elapsed);
    }

    private async Task<string?> WholeAsync()
    {
        var clock = Stopwatch.StartNew();
        using var saved = new RunEvents(Path.Combine(folder, _whole), new KillMoment("/state", 1, TimeSpan.Zero), () => _start = clock.Elapsed);
        return await EndAsync(WholeRecipe);
    }

    /// <summary>Lets it train to its end; the words of a failure, null for none.</summary>
    private async Task<string?> EndAsync(string file)
    {
        using var worker = new Worker(folder, Arguments(file));
        return await worker.EndAsync() == 0 ? null : $"failed: {worker.LastLine}";
    }

    private async Task<(bool Goes, string? Failure)> KilledAsync(Random random)
    {
        var run = Path.Combine(folder, _killed);
        var moment = KillMoment.Draw(random, isFresh: !Directory.Exists(Path.Combine(run, "vocabulary")), _start);
        int? rank = processes > 1 && random.Next(2) == 0 ? random.Next(processes) : null;
        var since = DateTime.UtcNow;
        using var worker = new Worker(folder, Arguments(KilledRecipe));
        using var events = new RunEvents(run, moment, () => worker.Kill(rank));
        var code = await worker.EndAsync();
        if (!worker.IsKilled)
            return (false, code == 0 ? null : $"failed: {worker.LastLine}");

        var place = RunRemains.Look(run, since);
        _fallen[place] = _fallen.GetValueOrDefault(place) + 1;
        return (true, null);
    }

    private string[] Arguments(string file) => processes == 1 ? ["train", file] : ["train", file, "--processes", $"{processes}"];
}

/// <param name="Fallen">Where the kills fell, and how many.</param>
/// <param name="Differences">What differs in the end; none where all is equal.</param>
internal sealed record CombinationReport(
    TinyRecipe Recipe, string Precision, int Processes, IReadOnlyDictionary<Fallen, int> Fallen, IReadOnlyList<string> Differences, TimeSpan Time)
{
    public const string Head = "| recipe | precision | processes | data | kills | before a state | between saves | in a save | in a validation | equal | s |\n|---|---|---:|---|---:|---:|---:|---:|---:|---|---:|";

    public int Kills => Fallen.Values.Sum();

    public string Line =>
        $"| {Recipe.Name} | {Precision} | {Processes} | {Recipe.Data} | {Kills} | {string.Join(" | ", Enum.GetValues<Fallen>().Select(place => Fallen.GetValueOrDefault(place)))} | " +
        $"{(Differences.Count == 0 ? Kills == 0 ? "never killed" : "yes" : $"**no**: {string.Join(", ", Differences)}")} | {Time.TotalSeconds:F0} |";
}
