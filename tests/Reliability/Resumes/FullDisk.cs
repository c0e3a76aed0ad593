using System.Runtime.Versioning;
using Seq2SeqService.Reliability.Reloads;

namespace Seq2SeqService.Reliability.Resumes;

/// <summary>A disk that fills while a run trains: the run ends, its last state stays, a start on the full disk changes nothing, and with room again it goes on.</summary>
[SupportedOSPlatform("linux")]
internal static class FullDisk
{
    private const int DiskMegabytes = 20;

    /// <summary>The words of a fault, or of why it was not tried; null where all is as it should be.</summary>
    public static async Task<string?> FaultAsync(string folder, TinyRecipe recipe)
    {
        using var disk = new SmallDisk(DiskMegabytes);
        if (!disk.IsSmall)
            return "not tried: this process may not mount a small disk";

        var (whole, full) = (Path.Combine("runs", "room-whole"), Path.Combine(disk.Root, "room"));
        if (await EndAsync(folder, recipe.Write("fp32", whole)) is not (0, _))
            return "the run with room failed";

        var file = recipe.Write("fp32", full);
        using (new RunEvents(full, new KillMoment("/state", 2, TimeSpan.Zero), disk.Fill))
        {
            if (await EndAsync(folder, file) is not (1, var said) || !IsPlain(said))
                return "the run on a full disk did not end in one plain line";
        }

        var (saved, state) = (RunContents.SavedStep(full), RunContents.Files(full, "state"));
        if (await EndAsync(folder, file) is not (1, var again) || !IsPlain(again) || RunContents.Files(full, "state") != state || saved == 0)
            return "a start on the full disk did not leave the state as it was";

        disk.Free();
        if (await EndAsync(folder, file) is not (0, var resumed) || !resumed.Contains($"resuming after step {saved}", StringComparison.Ordinal))
            return "with room again it did not go on from the last save";

        var differences = RunContents.Differences(Path.Combine(folder, whole), full);
        return differences.Count == 0 ? null : string.Join(", ", differences);
    }

    private static bool IsPlain(string said) => said.Contains("No space left", StringComparison.Ordinal) && !said.Contains("   at ", StringComparison.Ordinal);

    private static async Task<(int Code, string Said)> EndAsync(string folder, string recipe)
    {
        using var worker = new Worker(folder, "train", recipe);
        return (await worker.EndAsync(), worker.Said);
    }
}
