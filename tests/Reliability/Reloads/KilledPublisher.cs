using System.Diagnostics;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Reliability.Reloads;

/// <summary>A process that publishes the bundled model, and dies at a moment that nobody chose.</summary>
internal static class KilledPublisher
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);

    /// <summary>What the process does: this program with <c>publish --store S --version N</c>.</summary>
    public static int Publish(Arguments options)
    {
        TemporaryStore.PublishWhole(options.Text("store", ""), options.Number("version", 1));
        return 0;
    }

    /// <summary>True where the version had been published before the process died.</summary>
    public static async Task<bool> RunAsync(TemporaryStore store, int version, TimeSpan after)
    {
        using var limit = new CancellationTokenSource(LongestStart);
        using var process = Process.Start("dotnet", [typeof(KilledPublisher).Assembly.Location, "publish", "--store", store.Root, "--version", $"{version}"]);
        while (!Directory.Exists(store.PathOf(version) + CheckpointStore.PartialSuffix) && !process.HasExited)
            await Task.Delay(1, limit.Token);

        await Task.Delay(after, limit.Token);
        process.Kill();
        await process.WaitForExitAsync(limit.Token);
        return Directory.Exists(store.PathOf(version));
    }
}
