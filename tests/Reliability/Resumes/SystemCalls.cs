namespace Seq2SeqService.Reliability.Resumes;

/// <summary>
/// Kills a run not at random but before each call by which it changes what the disk holds: the first <c>rename</c>, the second, and so on to the last, each
/// time in a directory of its own. strace does that, where there is one.
/// </summary>
internal sealed class SystemCalls(string folder, TinyRecipe recipe)
{
    private const int KilledBySignal = 128 + 9;

    private static readonly string[] Calls = ["rename", "unlink", "rmdir", "mkdir", "fsync"];

    /// <summary>What differs from a run that nobody disturbed, with the call before which it was killed.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync()
    {
        recipe.Shorten();
        var faults = new List<string>();
        var whole = Path.Combine("runs", "calls-whole");
        if (await EndAsync(recipe.Write("fp32", whole)) is { } failure)
            return [failure];

        Console.WriteLine("\n| killed before | times | equal |\n|---|---:|---:|");
        foreach (var call in Calls)
        {
            var (times, equal) = (0, 0);
            while (await KilledAsync(call, times + 1, whole) is { } differences)
            {
                times++;
                equal += differences.Count == 0 ? 1 : 0;
                faults.AddRange(differences.Select(what => $"killed before {call} {times}: {what}"));
            }

            if (times == 0)
                faults.Add($"was never killed before {call}: strace may not be allowed here");
            Console.WriteLine($"| {call} | {times} | {equal} |");
        }

        return faults;
    }

    /// <summary>Null where the run makes fewer such calls.</summary>
    private async Task<IReadOnlyList<string>?> KilledAsync(string call, int number, string whole)
    {
        var run = Path.Combine("runs", $"calls-{call}-{number}");
        var file = recipe.Write("fp32", run);
        using (var worker = Worker.Traced(folder, $"{call}:signal=SIGKILL:when={number}", "train", file))
        {
            var code = await worker.EndAsync();
            if (code != KilledBySignal)
                return code == 0 ? null : throw new InvalidOperationException($"Not killed before {call} {number}, but ended with {code}: {worker.LastLine}");
        }

        var differences = await EndAsync(file) is { } failure ? [failure] : RunContents.Differences(Path.Combine(folder, whole), Path.Combine(folder, run));
        Directory.Delete(Path.Combine(folder, run), recursive: true);
        return differences;
    }

    private async Task<string?> EndAsync(string file)
    {
        using var worker = new Worker(folder, "train", file);
        return await worker.EndAsync() == 0 ? null : $"failed: {worker.LastLine}";
    }
}
