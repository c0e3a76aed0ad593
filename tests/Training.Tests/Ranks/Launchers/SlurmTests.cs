using System.Diagnostics;
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
    public void A_job_goes_back_into_the_queue_where_a_rank_is_lost_and_not_where_its_recipe_is_refused()
    {
        Assert.SkipUnless(Gloo.IsBuilt, Gloo.Missing);
        var file = Worker.Write(LaunchedRun.Endless(_task, "run"), _task.PathOf("recipe.json"));
        using var cluster = new SlurmCluster(_task.PathOf("cluster"));

        var refused = cluster.Submit("refused", ["--nodes=2"], Script("train"), file, "--set", "training.batchTokens=none");
        cluster.AwaitEnd(refused);
        Assert.Contains("JobState=FAILED", cluster.Must("scontrol", "show", "job", $"{refused}"), StringComparison.Ordinal);

        var lost = cluster.Submit("lost", ["--nodes=2"], Script("train"), file);
        cluster.Await(() => cluster.Said("lost").Contains("Saved at step 5", StringComparison.Ordinal), "the run has saved");
        using (var second = SecondRank(file))
            second.Kill();

        cluster.Await(() => cluster.Must("scontrol", "show", "job", $"{lost}").Contains("Restarts=1", StringComparison.Ordinal), "the job waits once more");
        Assert.Contains("Rank 1 of 2 was lost", cluster.Said("lost"), StringComparison.Ordinal);
        cluster.Must("scancel", $"{lost}");
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

    /// <summary>The process of rank 1, which is as on a machine that is lost.</summary>
    private static Process SecondRank(string recipe) => Process.GetProcesses().Single(process =>
        Reads(process, "cmdline").EndsWith($"train\0{recipe}\0", StringComparison.Ordinal) && $"\0{Reads(process, "environ")}".Contains("\0RANK=1\0", StringComparison.Ordinal));

    private static string Reads(Process process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/{file}");
        }
        catch (IOException)
        {
            return "";   // it has ended meanwhile
        }
    }

    private static string Script(string name) => Path.Combine(JobScriptTests.Scripts, $"{name}.sbatch");
}
