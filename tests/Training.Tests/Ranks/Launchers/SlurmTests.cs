using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.EndToEnd.Tests.Serving;
using Seq2SeqService.Torch.Tests.Extras;

namespace Seq2SeqService.Training.Tests.Ranks.Launchers;

/// <summary>The job scripts of <c>deploy/slurm</c>, on a cluster of two nodes.</summary>
public sealed class SlurmTests : IDisposable
{
    private readonly TinyTask _task = new(pairs: 150);

    [SlurmFact]
    public void A_job_on_two_nodes_learns_what_two_processes_on_one_machine_do()
    {
        Assert.SkipUnless(Gloo.IsBuilt, Gloo.Missing);
        var recipe = LaunchedRun.Short(_task);
        using var cluster = new SlurmCluster(_task.PathOf("cluster"));

        cluster.AwaitEnd(cluster.Submit("train", ["--nodes=2"], Script("train"), Worker.Write(recipe, _task.PathOf("recipe.json"))));

        Assert.Contains("starting; 2 processes", cluster.Said("train"), StringComparison.Ordinal);
        Assert.Equal(LaunchedRun.ShortState, LaunchedRun.State(recipe));
    }

    [SlurmFact]
    public void An_array_whose_cancelled_element_is_run_again_translates_every_line_once_and_in_order()
    {
        var model = CheckpointPublisher.Publish(_task.PathOf("store"), "tiny", TinyModel.Contents(seed: 1), "1").Directory;
        var (input, output) = (_task.PathOf("in.txt"), _task.PathOf("out.txt"));
        File.WriteAllLines(input, Enumerable.Range(0, 60).Select(i => i % 7 == 0 ? "" : $"The quick brown fox jumps {i}."));
        string[] arguments = ["3", model, input, output, "--beam", "1", "--threads", "1"];
        using var cluster = new SlurmCluster(_task.PathOf("cluster"));

        var job = cluster.Submit("first", ["--array=0-2", "--hold"], Script("translate"), arguments);
        cluster.Must("scancel", $"{job}_1");
        cluster.Must("scontrol", "release", $"{job}");
        cluster.AwaitEnd(job);
        using (var merge = Worker.Of("merge", output))
        {
            Assert.Equal(1, merge.AwaitEnd());
            Assert.Contains("1 of 3 are missing", merge.Said, StringComparison.Ordinal);
        }

        cluster.AwaitEnd(cluster.Submit("again", ["--array=1"], Script("translate"), arguments));
        Ends("merge", output);

        Ends("translate", model, "--beam", "1", "--threads", "1", "--input", input, "--output", _task.PathOf("whole.txt"));
        Assert.Equal(File.ReadAllText(_task.PathOf("whole.txt")), File.ReadAllText(output));
    }

    public void Dispose() => _task.Dispose();

    private static void Ends(params string[] arguments)
    {
        using var worker = Worker.Of(arguments);
        Assert.True(worker.AwaitEnd() == 0, worker.Said);
    }

    // artifacts/bin/Training.Tests/<configuration>/ → deploy/slurm/
    private static string Script(string name) =>
        Path.Combine(new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.Parent!.FullName, "deploy", "slurm", $"{name}.sbatch");
}
