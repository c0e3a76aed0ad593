using System.Diagnostics;
using Seq2SeqService.EndToEnd.Tests.Serving;

namespace Seq2SeqService.EndToEnd.Tests.Training;

/// <summary>Workers that are killed again and again while they translate their shards of a file.</summary>
public sealed class ShardKillTests : IDisposable
{
    private const int Lines = 3000;
    private const int Shards = 2;

    private static readonly string[] Words = ["The quick brown fox", "jumps over", "the lazy dog.", "Where is the station?", "12", "zebras — daft", ""];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("shards-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_kills_at_random_the_output_is_complete_in_order_and_there_once()
    {
        using var store = new TinyStore();
        store.Publish(1);
        var random = new Random(3);
        var texts = Enumerable.Range(0, Lines).Select(i => i % 11 == 0 ? "" : $"{Words[random.Next(Words.Length)]} {Words[random.Next(Words.Length)]} {i}");
        await File.WriteAllTextAsync(PathOf("in.txt"), string.Join('\n', texts), Cancel);
        var model = Path.Combine(store.Root, TinyStore.Model);

        await WholeAsync("translate", model, "--beam", "1", "--input", PathOf("in.txt"), "--output", PathOf("whole.txt"));
        var kills = 0;
        for (var shard = 0; shard < Shards; shard++)
        {
            while (await IsKilledAsync(random, "translate", model, "--beam", "1", "--input", PathOf("in.txt"), "--output", PathOf("out.txt"), "--shard", $"{shard}/{Shards}"))
                kills++;
        }

        await WholeAsync("merge", PathOf("out.txt"));

        Assert.True(kills >= Shards, $"{kills} kills are too few to show anything.");
        Assert.Equal(await File.ReadAllTextAsync(PathOf("whole.txt"), Cancel), await File.ReadAllTextAsync(PathOf("out.txt"), Cancel));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);

    private static async Task WholeAsync(params string[] arguments)
    {
        using var worker = Start(arguments);
        var said = await worker.StandardError.ReadToEndAsync(Cancel);
        await worker.WaitForExitAsync(Cancel);
        Assert.True(worker.ExitCode == 0, said);
    }

    /// <summary>Kills the worker when one or two pieces more count, or lets it come to its end where there are no more; then false.</summary>
    private static async Task<bool> IsKilledAsync(Random random, params string[] arguments)
    {
        using var worker = Start(arguments);
        var said = new List<string>();
        for (var pieces = random.Next(1, 3); pieces > 0;)
        {
            if (await worker.StandardError.ReadLineAsync(Cancel) is not { } line)
            {
                await worker.WaitForExitAsync(Cancel);
                Assert.True(worker.ExitCode == 0, string.Join('\n', said));
                return false;
            }

            said.Add(line);
            pieces -= line.Contains(" lines after ", StringComparison.Ordinal) ? 1 : 0;
        }

        worker.Kill();
        await worker.WaitForExitAsync(Cancel);
        return true;
    }

    private static Process Start(string[] arguments)
    {
        // artifacts/bin/EndToEnd.Tests/<configuration>/ → artifacts/bin/Training/<configuration>/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var worker = Path.Combine(here.Parent!.Parent!.FullName, "Training", here.Name, "Seq2SeqService.Training.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [worker, .. arguments]) { RedirectStandardError = true })!;
    }
}
