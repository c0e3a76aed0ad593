using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Torch.Tests.Extras;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;

namespace Seq2SeqService.Training.Tests.Ranks;

/// <summary>Real processes that train one model together over loopback.</summary>
public sealed partial class TwoProcessTests
{
    /// <summary>By this the first gradients overflow, which in fp32 a norm of 2^64 does, and not for long.</summary>
    private static readonly double LargeScale = Math.ScaleB(1, 65);

    [GlooFact]
    public void Two_processes_learn_what_one_does_from_the_same_batches_and_one_can_go_on_alone()
    {
        using var task = new TinyTask(pairs: 150);
        var (alone, together) = (WithoutDropout(task.Recipe("transformer", "alone")), WithoutDropout(task.Recipe("transformer", "together")));

        together = together with { Training = together.Training with { Accumulate = 2 } };   // each cuts its share once more

        Train(alone);
        using (var worker = Worker.Launch(Worker.Write(together, task.PathOf("together.json")), 2))
        {
            Assert.True(worker.AwaitEnd() == 0, worker.Said);
            Assert.Contains("starting; 2 processes", worker.Said, StringComparison.Ordinal);
        }

        Assert.InRange(Math.Log2(LargeScale / Position(together).LossScale!.Factor), 1, alone.Training.Steps - 9);   // each halving is an update less that was learned from
        AssertClose(Tensors(alone), Tensors(together));
        var (one, two) = (Losses(alone), Losses(together));
        Assert.Equal(alone.Training.Steps, one.Count);
        Assert.All(one.Zip(two), pair => Assert.Equal(pair.First, pair.Second, pair.First * 1e-5));
        Assert.Equal(Position(alone) with { Spent = default, PeakShare = null, Best = [] }, Position(together) with { Spent = default, PeakShare = null, Best = [] });

        var longer = alone.Training.Steps + 1;
        Assert.Equal(longer, Train(WithSteps(together, longer)).Step);
    }

    [GlooFact]
    public void Two_processes_fit_batches_into_their_memory_and_learn_from_the_same_ones()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere it is refused.");
        using var task = new TinyTask(pairs: 60);
        var recipe = task.Recipe("gru");
        recipe = recipe with { Data = recipe.Data with { Valid = [] }, Training = recipe.Training with { Steps = 2, FitMemoryMegabytes = 16 } };

        using var worker = Worker.Launch(Worker.Write(recipe, task.PathOf("fitted.json")), 2);

        Assert.True(worker.AwaitEnd() == 0, worker.Said);   // batches of two sizes would be refused
        Assert.Contains("Trying which batches fit into 16 MiB", worker.Said, StringComparison.Ordinal);
        Assert.InRange(Position(recipe).Fit!.Tokens, recipe.Data.MaxTokens, 1 << 20);
    }

    [GlooFact]
    public void A_killed_rank_ends_a_run_from_blocks_with_its_name_and_a_new_start_goes_on_bit_for_bit_as_if_nothing_had_been()
    {
        using var task = new TinyTask(pairs: 150);
        var (broken, whole) = (WithNoise(task.Recipe("transformer", "broken")), WithNoise(task.Recipe("transformer", "whole")));
        using (var worker = Worker.Launch(Worker.Write(broken, task.PathOf("endless.json")), 2))
        {
            worker.Await("Saved at step 5");
            Process.GetProcessById(ProcessOf(rank: 1, worker.Said)).Kill();

            Assert.True(worker.AwaitEnd() == 75, worker.Said);
            Assert.Contains("Rank 1 of 2 was lost", worker.Said, StringComparison.Ordinal);
            Assert.Contains("was ended by signal 9", worker.Said, StringComparison.Ordinal);
        }

        var saved = Position(broken);
        foreach (var recipe in new[] { WithSteps(broken, saved.Step + 3), WithSteps(whole, saved.Step + 3) })
        {
            using var worker = Worker.Launch(Worker.Write(recipe, task.PathOf("rest.json")), 2);
            Assert.True(worker.AwaitEnd() == 0, worker.Said);
            Assert.Contains(recipe.Directory == broken.Directory ? $"resuming after step {saved.Step}" : "starting", worker.Said, StringComparison.Ordinal);
        }

        Assert.Equal(File.ReadAllBytes(StateOf(whole)), File.ReadAllBytes(StateOf(broken)));
    }

    [GlooFact]
    public void A_process_with_another_recipe_is_refused_and_named_in_both()
    {
        using var task = new TinyTask(pairs: 30);
        var file = Worker.Write(task.Recipe("transformer"), task.PathOf("tiny.json"));
        var port = Worker.FreePort();

        using var first = Worker.Join(file, rank: 0, size: 2, port);
        using var second = Worker.Join(file, rank: 1, size: 2, port, "training.batchTokens=300");

        Assert.Equal((1, 1), (first.AwaitEnd(), second.AwaitEnd()));
        Assert.Contains("Rank 1 has another recipe", second.Said, StringComparison.Ordinal);
        Assert.Contains("Rank 1 of 2 ended: Rank 1 has another recipe", first.Said, StringComparison.Ordinal);
    }

    private static RunPosition Train(Recipe recipe)
    {
        using var run = new TrainingRun(recipe, new RecordedProgress());
        return run.Train(CancellationToken.None);
    }

    /// <summary>
    /// Dropout is drawn by each process for its own rows; everything else is drawn for the whole batch. The loss is scaled by so much that gradients
    /// overflow at first, on which both must lower it alike.
    /// </summary>
    private static Recipe WithoutDropout(Recipe recipe)
    {
        var noisy = Noisy(recipe);
        return noisy with
        {
            Model = recipe.Model with { Dropout = 1e-12 },   // drops nothing, but two passes are only compared where something could be dropped
            Training = noisy.Training with { Steps = 12, LossScale = LargeScale },
            Validation = recipe.Validation with { Every = 1, Sentences = 2 },
        };
    }

    private static Recipe WithNoise(Recipe recipe)
    {
        var noisy = Noisy(recipe);
        return noisy with { Data = noisy.Data with { Valid = [], BufferPairs = 100 }, Training = noisy.Training with { Steps = int.MaxValue, SaveEvery = 5 } };
    }

    private static Recipe WithSteps(Recipe recipe, int steps) => recipe with { Training = recipe.Training with { Steps = steps } };

    private static Recipe Noisy(Recipe recipe) => recipe with
    {
        Data = recipe.Data with { BpeDropout = 0.2 },
        Training = recipe.Training with
        {
            Steps = 9, BatchTokens = 200, WordDropout = 0.1, Consistency = 5, BucketMegabytes = 1, TeacherForcing = new TeacherForcingRecipe { Schedule = "linear", Steps = 20 },
        },
    };

    /// <summary>
    /// Equal to 1e-5, but for the biases of attention's keys: they change no output, so that their gradient is rounding alone, which Adam blows up.
    /// </summary>
    private static void AssertClose(IReadOnlyDictionary<string, float[]> expected, IReadOnlyDictionary<string, float[]> actual)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, values) in expected.Where(named => !named.Key.EndsWith("k_proj.bias", StringComparison.Ordinal)))
        {
            var apart = values.Zip(actual[name], (one, two) => Math.Abs(one - two)).Max();
            Assert.True(apart <= 1e-5, $"{name} is {apart} apart");
        }
    }

    private static Dictionary<string, float[]> Tensors(Recipe recipe)
    {
        using var reader = SafetensorsReader.Open(StateOf(recipe));
        return reader.Tensors.ToDictionary(tensor => tensor.Name, reader.ReadSingles);
    }

    private static List<double> Losses(Recipe recipe) =>
        [.. File.ReadLines(Path.Combine(recipe.Directory, "log.jsonl")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("validLoss").GetDouble())];

    private static RunPosition Position(Recipe recipe) => RunState.ReadPosition(new RunDirectory(recipe.Directory))!;

    private static string StateOf(Recipe recipe) => Path.Combine(recipe.Directory, "state", "tensors.safetensors");

    private static int ProcessOf(int rank, string said) =>
        int.Parse(Processes().Matches(said).Single(match => match.Groups["rank"].Value == $"{rank}").Groups["process"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Rank (?<rank>\d+) of \d+ is process (?<process>\d+)\.")]
    private static partial Regex Processes();
}
