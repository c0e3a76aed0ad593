using System.Diagnostics;
using System.Globalization;

namespace Seq2SeqService.Training.Tests.Ranks.Launchers;

/// <summary>The launcher of PyTorch, as Debian has it, and the store that it serves.</summary>
public sealed class TorchrunTests
{
    [TorchrunFact]
    public void A_rank_that_is_killed_is_started_again_with_the_others_and_the_run_ends_as_if_nothing_had_been()
    {
        using var task = new TinyTask(pairs: 150);
        var recipe = LaunchedRun.Endless(task, "run");
        var file = Worker.Write(recipe, task.PathOf("recipe.json"));

        using var torchrun = Worker.By(new(Torchrun.Program,
        [
            "--nproc_per_node=2", "--max_restarts=1", "--monitor_interval=0.1", $"--master_port={Worker.FreePort()}",
            "-r", "1", "-t", "1",   // PyTorch 1.13 under Python 3.11 starts nothing without
            "--no_python", "sh", "-c", """echo $$$$ > "$0.$RANK"; exec "$@" """, task.PathOf("process"), .. Worker.Command, "train", file,
        ]));
        torchrun.Await("Saved at step 5");
        Process.GetProcessById(int.Parse(File.ReadAllText(task.PathOf("process.1")), CultureInfo.InvariantCulture)).Kill();
        var rest = LaunchedRun.With(recipe, LaunchedRun.Saved(recipe) + 20);   // the other one finds out first, so that this is what starts again
        Worker.Write(rest, file);

        Assert.True(torchrun.AwaitEnd() == 0, torchrun.Said);
        Assert.Contains("Rank 1 of 2 was lost", torchrun.Said, StringComparison.Ordinal);
        Assert.Contains("resuming after step", torchrun.Said, StringComparison.Ordinal);
        Assert.Equal(LaunchedRun.Whole(task, rest), LaunchedRun.State(rest));
    }
}
