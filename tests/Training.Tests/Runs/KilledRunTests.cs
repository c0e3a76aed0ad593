using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Watching;

namespace Seq2SeqService.Training.Tests.Runs;

/// <summary>Runs that end where they stand, with nothing saved; <c>tests/Reliability</c> kills real processes.</summary>
public sealed class KilledRunTests : IDisposable
{
    private readonly TinyTask _task = new();

    public void Dispose() => _task.Dispose();

    [TorchTheory]
    [InlineData("transformer", "bf16", 5)]
    [InlineData("rnn", "bf16", 3)]
    [InlineData("lstm", "fp32", 4)]
    [InlineData("gru-conv", "bf16", 2)]
    [InlineData("masked", "bf16", 4)]
    public void A_killed_run_has_the_weights_and_validations_of_one_that_nobody_disturbed(string family, string precision, int killedAfter)
    {
        var (whole, killed) = (Validated(family, "whole", precision), Validated(family, "killed", precision));
        Run(whole);
        Assert.Throws<KilledException>(() => Run(killed, position =>
        {
            if (position.Step == killedAfter)
                throw new KilledException();
        }));
        File.AppendAllText(LogOf(killed), "{\"step\":");   // torn
        Directory.CreateDirectory(Path.Combine(killed.Directory, "best", "1.partial"));

        Run(killed);

        Assert.Equal(Saved(whole), Saved(killed));
        Assert.Equal(Logged(whole), Logged(killed));
        Assert.Equal(Best(whole), Best(killed));
    }

    [TorchFact]
    public void A_validation_that_was_logged_and_not_saved_is_logged_once()
    {
        var (whole, killed) = (Validated("transformer", "whole"), Validated("transformer", "killed"));
        Run(whole);
        Run(killed with { Training = killed.Training with { Steps = 4 } });
        File.AppendAllText(LogOf(killed), File.ReadAllLines(LogOf(whole))[^1] + "\n");

        Run(killed);

        Assert.Equal(3, Logged(killed).Count);
        Assert.Equal(Logged(whole), Logged(killed));
    }

    [TorchFact]
    public void A_second_process_that_ends_between_the_same_two_moves_of_a_save_leaves_the_state_too()
    {
        var recipe = _task.Recipe("transformer");
        Run(recipe with { Training = recipe.Training with { Steps = 3 } });
        Directory.Move(_task.PathOf("run/state"), _task.PathOf("run/state.previous"));
        File.WriteAllText(_task.PathOf("run/state"), "in the way of the second move");
        Assert.ThrowsAny<IOException>(() => Run(recipe));
        File.Delete(_task.PathOf("run/state"));

        Assert.Equal(3, Run(recipe).Steps.Count);
    }

    [TorchFact]
    public void The_directory_is_held_until_whoever_watches_has_written_the_last_of_it()
    {
        var recipe = _task.Recipe("transformer");
        var run = new RunDirectory(recipe.Directory);
        var ends = new List<RunEnd>();
        var progress = new RecordedProgress
        {
            OnEnd = end =>
            {
                ends.Add(end);
                Assert.Throws<RecipeException>(run.Lock);
                Assert.Contains("update 6", File.ReadAllText(run.In("report.html")), StringComparison.Ordinal);
            },
        };

        using (var watch = new RunWatch(recipe, progress, TimeProvider.System))
        using (var training = new TrainingRun(recipe, watch))
            training.Train(CancellationToken.None);

        Assert.Equal([RunEnd.Done], ends);
        run.Lock().Dispose();
    }

    private Recipe Validated(string family, string run, string precision = "fp32")
    {
        var recipe = _task.Recipe(family, run);
        return recipe with
        {
            Training = recipe.Training with { Precision = precision, SaveEvery = 3 },
            Validation = recipe.Validation with { Every = 2, Sentences = 2, KeepBest = 2 },
        };
    }

    private static RecordedProgress Run(Recipe recipe, Action<RunPosition>? onStep = null)
    {
        var progress = new RecordedProgress { OnStep = onStep ?? (_ => { }) };
        using var run = new TrainingRun(recipe, progress);
        run.Train(CancellationToken.None);
        return progress;
    }

    private static byte[] Saved(Recipe recipe) => File.ReadAllBytes(Path.Combine(recipe.Directory, "state", "tensors.safetensors"));

    private static string LogOf(Recipe recipe) => Path.Combine(recipe.Directory, "log.jsonl");

    /// <summary>What its validations said, without what a clock says.</summary>
    private static List<string> Logged(Recipe recipe) =>
    [
        .. File.ReadLines(LogOf(recipe)).Select(line =>
        {
            var entry = JsonNode.Parse(line)!.AsObject();
            foreach (var timed in new[] { "hours", "tokensPerSecond", "peakShare" })
                entry.Remove(timed);
            return entry.ToJsonString();
        }),
    ];

    private static List<string> Best(Recipe recipe) =>
    [
        .. Directory.GetFiles(Path.Combine(recipe.Directory, "best"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetFileName(Path.GetDirectoryName(path))}: {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"),
    ];

    private sealed class KilledException : Exception;
}
