using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Reliability.Resumes;

/// <summary>
/// Every recipe that is shipped, made tiny, in both precisions, in one process and in two: a run that is killed at random moments and started again must
/// end in the weights, moments, averages, best validations and log of one that nobody disturbed, byte for byte.
/// </summary>
internal sealed class ResumeScenario : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("resume").FullName;
    private readonly List<CombinationReport> _reports = [];
    private readonly List<string> _faults = [];
    private readonly HashSet<string> _published = [];

    public static async Task<int> RunAsync(Arguments options)
    {
        using var scenario = new ResumeScenario();
        return await scenario.TryAsync(options);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<int> TryAsync(Arguments options)
    {
        var random = new Random(options.Number("seed", 1));
        var recipes = options.Text("recipes", string.Join(',', TinyRecipe.Shipped)).Split(',');
        var (kills, processes, precisions) = (options.Number("kills", 4), options.Text("processes", "1,2").Split(','), options.Text("precisions", "fp32,bf16").Split(','));
        Console.WriteLine(CombinationReport.Head);
        for (var number = 0; number < recipes.Length; number++)
        {
            foreach (var precision in precisions)
            {
                foreach (var count in processes)
                    await CombineAsync(Made(recipes[number], number), precision, int.Parse(count, null), kills, random);
            }
        }

        await FillAsync(recipes[0]);
        if (options.Number("calls", 0) > 0)
            _faults.AddRange(await new SystemCalls(_folder, new TinyRecipe(_folder, recipes[0])).FaultsAsync());
        var fallen = Enum.GetValues<Fallen>().Select(place => $"{_reports.Sum(report => report.Fallen.GetValueOrDefault(place))} {place}");
        Console.WriteLine($"\n{_reports.Count} combinations, {_reports.Sum(report => report.Kills)} kills ({string.Join(", ", fallen)}), {_faults.Count} faults, {_reports.Sum(report => report.Time.TotalMinutes):F0} minutes");
        foreach (var fault in _faults)
            Console.WriteLine($"- {fault}");
        return _faults.Count == 0 ? 0 : 1;
    }

    /// <summary>Every third recipe as it is, every third with its text in blocks, every third with BPE-dropout as well.</summary>
    private TinyRecipe Made(string name, int number)
    {
        var recipe = new TinyRecipe(_folder, name);
        if (number % 3 > 0)
            recipe.WithBlocks(dropout: number % 3 == 2);
        return recipe;
    }

    private async Task CombineAsync(TinyRecipe recipe, string precision, int processes, int kills, Random random)
    {
        await BeginWithAsync(recipe.Base);
        var combination = new Combination(_folder, recipe, precision, processes);
        var report = await combination.RunAsync(kills, random);
        _reports.Add(report);
        Console.WriteLine(report.Line);
        if (report.Differences.Count > 0)
            _faults.Add($"{recipe.Name}, {precision}, {processes} processes: {string.Join(", ", report.Differences)}");
        else if (recipe.IsPublished && processes == 1 && _published.Add(recipe.Name))
            await PublishAsync(recipe, combination, precision, random);

        Directory.Delete(Path.Combine(_folder, "runs", $"{recipe.Name}-{precision}-{processes}-whole"), recursive: true);
        Directory.Delete(Path.Combine(_folder, "runs", $"{recipe.Name}-{precision}-{processes}-killed"), recursive: true);
    }

    private async Task PublishAsync(TinyRecipe recipe, Combination combination, string precision, Random random)
    {
        if (await KilledPublication.FaultAsync(_folder, recipe.Name, (combination.WholeRecipe, combination.KilledRecipe), random) is { } fault)
            _faults.Add($"{recipe.Name}, {precision}, publishing: {fault}");
        DiskSync.Clear(Path.Combine(_folder, "whole"));
        DiskSync.Clear(Path.Combine(_folder, "killed"));
    }

    /// <summary>Trains the recipe whose encoder another one takes over.</summary>
    private async Task BeginWithAsync(string? name)
    {
        if (name is null || Directory.Exists(Path.Combine(_folder, "runs", name)))
            return;

        using var worker = new Worker(_folder, "train", new TinyRecipe(_folder, name).Write("fp32", Path.Combine("runs", name)));
        if (await worker.EndAsync() != 0)
            throw new InvalidOperationException(worker.Said);
    }

    private async Task FillAsync(string name)
    {
        if (!OperatingSystem.IsLinux())
            return;

        var fault = await FullDisk.FaultAsync(_folder, new TinyRecipe(_folder, name));
        Console.WriteLine($"\nA disk that fills: {fault ?? "the last state stays, and the run goes on from it to the same end"}");
        if (fault?.StartsWith("not tried", StringComparison.Ordinal) == false)
            _faults.Add($"full disk: {fault}");
    }
}
