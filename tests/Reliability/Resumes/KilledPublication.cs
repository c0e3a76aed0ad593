using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Reliability.Resumes;

/// <summary>A publication that is killed when its directory appears, and made again: it must be that of the run that nobody disturbed.</summary>
internal static class KilledPublication
{
    private const string Version = "v1";

    // They tell hours and dates.
    private static readonly string[] Timed = [CheckpointFiles.ModelCard, CheckpointFiles.Manifest];

    /// <summary>The words of a fault; null for none.</summary>
    public static async Task<string?> FaultAsync(string folder, string model, (string Whole, string Killed) recipes, Random random)
    {
        var (whole, killed) = (Path.Combine(folder, "whole"), Path.Combine(folder, "killed"));
        if (await PublishAsync(folder, recipes.Whole, whole) is { } first)
            return first;

        var moment = new KillMoment(CheckpointStore.PartialSuffix, 1, TimeSpan.FromMilliseconds(random.NextDouble() * 15));
        Directory.CreateDirectory(Path.Combine(killed, model));   // so that it is watched in time
        using (var worker = new Worker(folder, "publish", recipes.Killed, "--store", killed, "--version", Version))
        using (new RunEvents(killed, moment, () => worker.Kill()))
            await worker.EndAsync();

        var published = CheckpointStore.PathOf(killed, model, Version);
        if (!Directory.Exists(published) && await PublishAsync(folder, recipes.Killed, killed) is { } again)
            return again;

        _ = Checkpoint.Open(published);   // whole, by its manifest
        var equal = RunContents.Files(CheckpointStore.PathOf(whole, model, Version), ".", Timed) == RunContents.Files(published, ".", Timed);
        return equal ? null : "another version was published";
    }

    private static async Task<string?> PublishAsync(string folder, string recipe, string store)
    {
        using var worker = new Worker(folder, "publish", recipe, "--store", store, "--version", Version);
        return await worker.EndAsync() == 0 ? null : $"not published: {worker.LastLine}";
    }
}
