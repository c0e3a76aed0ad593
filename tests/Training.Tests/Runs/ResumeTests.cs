using System.Text.Json.Nodes;
using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using TorchSharp;

namespace Seq2SeqService.Training.Tests.Runs;

public sealed class ResumeTests
{
    [TorchTheory]
    [InlineData("transformer", 1)]
    [InlineData("transformer", 4)]
    [InlineData("gru", 3)]
    [InlineData("lstm-transformer", 2)]
    [InlineData("conv", 2)]
    [InlineData("prefix", 2)]
    [InlineData("masked", 2)]
    public void Steps_before_and_after_a_stop_equal_steps_without_one_bit_for_bit(string family, int stopAfter)
    {
        using var task = new TinyTask();
        var whole = WithoutValidation(task.Recipe(family, "whole"));
        var parts = WithoutValidation(task.Recipe(family, "parts"));

        var straight = Run(whole);
        var before = Run(WithSteps(parts, stopAfter));
        var after = Run(parts);

        Assert.Equal(straight.Select(step => step.Loss), before.Concat(after).Select(step => step.Loss));
        Assert.Equal(Saved(whole), Saved(parts));
    }

    [TorchTheory]
    [InlineData("transformer")]
    [InlineData("gru")]
    public void Noise_of_every_kind_is_repeated_bit_for_bit_after_a_stop_in_a_later_epoch(string family)
    {
        using var task = new TinyTask(pairs: 100);
        var whole = WithNoise(WithoutValidation(task.Recipe(family, "whole")));
        var parts = WithNoise(WithoutValidation(task.Recipe(family, "parts")));

        var straight = Run(whole);
        var before = Run(WithSteps(parts, 7));
        var stopped = Position(parts);
        Assert.True(stopped is { Epoch: > 0, Batch: > 0 }, stopped.ToString());
        var after = Run(parts);

        Assert.Equal(straight.Select(step => step.Loss), before.Concat(after).Select(step => step.Loss));
        Assert.Equal(Saved(whole), Saved(parts));
    }

    [TorchTheory]
    [InlineData(0.0, 9)]
    [InlineData(0.2, 14)]
    public void A_text_in_blocks_goes_on_bit_for_bit_after_a_stop_in_a_later_portion(double dropout, int stopAfter)
    {
        using var task = new TinyTask(pairs: 200);
        var whole = InBlocks(WithoutValidation(task.Recipe("transformer", "whole")), dropout);
        var parts = InBlocks(WithoutValidation(task.Recipe("transformer", "parts")), dropout);

        var straight = Run(whole);
        var before = Run(WithSteps(parts, stopAfter));
        var stopped = Position(parts);
        Assert.True(stopped is { Portion: > 0, Batch: > 0, Portions: > 2 }, stopped.ToString());
        var after = Run(parts);

        Assert.Equal(straight.Select(step => step.Loss), before.Concat(after).Select(step => step.Loss));
        Assert.Equal(Saved(whole), Saved(parts));
    }

    [TorchFact]
    public void Another_text_in_the_middle_of_an_epoch_of_blocks_is_refused()
    {
        using var task = new TinyTask(pairs: 200);
        var recipe = InBlocks(WithoutValidation(task.Recipe("transformer")), dropout: 0);
        Run(WithSteps(recipe, 3));
        File.AppendAllText(task.PathOf("train.xx"), "red blue\n");
        File.AppendAllText(task.PathOf("train.yy"), "blue red\n");

        var error = Assert.Throws<RecipeException>(() => Run(recipe));

        Assert.Contains("its data", error.Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void Another_seed_in_the_middle_of_an_epoch_is_refused()
    {
        using var task = new TinyTask();
        var recipe = task.Recipe("transformer");
        Run(WithSteps(recipe, 1));

        var error = Assert.Throws<RecipeException>(() => Run(recipe with { Seed = 2 }));

        Assert.Contains("seed", error.Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void The_same_pairs_in_another_order_are_refused_in_the_middle_of_an_epoch()
    {
        using var task = new TinyTask();
        var recipe = task.Recipe("transformer");
        Run(WithSteps(recipe, 1));
        foreach (var path in new[] { task.PathOf("train.xx"), task.PathOf("train.yy") })
            File.WriteAllLines(path, File.ReadAllLines(path).Reverse());

        var error = Assert.Throws<RecipeException>(() => Run(recipe));

        Assert.Contains("its data", error.Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void A_state_of_a_version_that_kept_less_goes_on_bit_for_bit()
    {
        using var task = new TinyTask();
        var (whole, parts) = (WithoutValidation(task.Recipe("transformer", "whole")), WithoutValidation(task.Recipe("transformer", "parts")));
        Run(whole);
        Run(WithSteps(parts, 2));
        var path = task.PathOf("parts/state/position.json");
        var position = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        position["Data"] = "";
        Assert.True(position.Remove("Seed") && position.Remove("Applied"));
        File.WriteAllText(path, position.ToJsonString());

        Assert.Equal(4, Run(parts).Count);

        Assert.Equal(Saved(whole), Saved(parts));
    }

    [TorchFact]
    public void A_validation_that_a_stop_left_out_is_made_at_the_next_start()
    {
        using var task = new TinyTask();
        var (whole, parts) = (Validating(task.Recipe("transformer", "whole")), Validating(task.Recipe("transformer", "parts")));
        Run(whole);

        using (var stop = new CancellationTokenSource())
        using (var run = new TrainingRun(parts, new RecordedProgress { OnStep = position => { if (position.Step == 4) stop.Cancel(); } }))
            Assert.Equal((4, 2), (run.Train(stop.Token).Step, Position(parts).Validated));
        Run(parts);

        var (expected, found) = (Position(whole), Position(parts));
        Assert.Equal([2, 4, 6], Logged(parts).Select(line => line.Step));
        Assert.Equal(Logged(whole), Logged(parts));
        Assert.Equal(expected.Best, found.Best);
        Assert.Equal((expected.SinceBest, expected.Validated), (found.SinceBest, found.Validated));
        Assert.Equal(Saved(whole), Saved(parts));

        static Recipe Validating(Recipe recipe) => recipe with { Validation = recipe.Validation with { Every = 2, Metric = "loss" } };
    }

    [TorchFact]
    public void Being_asked_to_stop_saves_and_the_run_goes_on_from_there()
    {
        using var task = new TinyTask();
        using var stop = new CancellationTokenSource();
        var progress = new RecordedProgress { OnStep = position => { if (position.Step == 2) stop.Cancel(); } };

        using (var run = new TrainingRun(task.Recipe("transformer"), progress))
            Assert.Equal(2, run.Train(stop.Token).Step);
        var rest = Run(task.Recipe("transformer"));

        Assert.Equal(4, rest.Count);
    }

    [TorchFact]
    public void A_process_killed_between_the_moves_of_a_save_leaves_a_state_to_resume_from()
    {
        using var task = new TinyTask();
        Run(WithSteps(task.Recipe("transformer"), 3));
        Directory.Move(task.PathOf("run/state"), task.PathOf("run/state.previous"));
        Directory.CreateDirectory(task.PathOf("run/state.next"));

        Assert.Equal(3, Run(task.Recipe("transformer")).Count);
    }

    [TorchFact]
    public void A_run_directory_of_another_model_is_refused()
    {
        using var task = new TinyTask();
        Run(WithSteps(task.Recipe("transformer"), 1));
        var wider = task.Recipe("transformer");
        wider = wider with { Model = wider.Model with { Width = 64 } };

        var error = Assert.Throws<RecipeException>(() => Run(wider));

        Assert.Contains("another run directory", error.Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void Other_batches_in_the_middle_of_an_epoch_are_refused()
    {
        using var task = new TinyTask();
        var recipe = task.Recipe("transformer");
        Run(WithSteps(recipe, 1));

        var error = Assert.Throws<RecipeException>(() => Run(recipe with { Training = recipe.Training with { BatchTokens = 300, Steps = 9 } }));

        Assert.Contains("batchTokens", error.Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void Another_target_language_is_refused_as_the_vocabulary_has_no_tag_for_it()
    {
        using var task = new TinyTask();
        var recipe = task.Recipe("transformer");
        Run(WithSteps(recipe, 1));
        var bothWays = recipe with { Data = recipe.Data with { Train = [recipe.Data.Train[0] with { BothWays = true }] } };

        var error = Assert.Throws<RecipeException>(() => Run(bothWays));

        Assert.Contains(">>xx<<", error.Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void A_second_run_in_the_same_directory_is_refused()
    {
        using var task = new TinyTask();
        using var first = new TrainingRun(task.Recipe("transformer"), new RecordedProgress());

        var error = Assert.Throws<RecipeException>(() => new TrainingRun(task.Recipe("transformer"), new RecordedProgress()));

        Assert.Contains("in use", error.Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void A_run_that_cannot_begin_leaves_its_directory_and_its_tensors_free()
    {
        using var task = new TinyTask();
        var recipe = task.Recipe("transformer");
        Run(WithSteps(recipe, 1));
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Assert.Throws<RecipeException>(() => new TrainingRun(recipe with { Model = recipe.Model with { Width = 64 } }, new RecordedProgress()));
        Assert.Throws<RecipeException>(() => new TrainingRun(
            recipe with { Data = recipe.Data with { Valid = [new CorpusRecipe { Source = task.PathOf("none"), Target = task.PathOf("none") }] } },
            new RecordedProgress()));

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        using (new RunDirectory(recipe.Directory).Lock())
            Assert.True(File.Exists(task.PathOf("run/.run.lock")));
    }

    [TorchFact]
    public void Restarting_a_finished_run_validates_nothing_again()
    {
        using var task = new TinyTask();
        var recipe = WithSteps(task.Recipe("transformer"), 2);
        Run(recipe);
        var position = File.ReadAllText(task.PathOf("run/state/position.json"));

        var progress = new RecordedProgress();
        using (var again = new TrainingRun(recipe, progress))
            again.Train(CancellationToken.None);

        Assert.Empty(progress.Validations);
        Assert.Equal(position, File.ReadAllText(task.PathOf("run/state/position.json")));
    }

    private static Recipe WithoutValidation(Recipe recipe) => recipe with { Data = recipe.Data with { Valid = [] } };

    private static Recipe WithNoise(Recipe recipe) => recipe with
    {
        Data = recipe.Data with { BpeDropout = 0.2 },
        Training = recipe.Training with
        {
            Steps = 12, BatchTokens = 200, WordDropout = 0.1, Consistency = 5, TeacherForcing = new TeacherForcingRecipe { Schedule = "inverseSigmoid", K = 3 },
        },
    };

    private static Recipe InBlocks(Recipe recipe, double dropout) => recipe with
    {
        Data = recipe.Data with { BufferPairs = 40, BpeDropout = dropout, Train = [recipe.Data.Train[0] with { Weight = 1.5 }] },
        Training = recipe.Training with { Steps = 30, BatchTokens = 100 },
    };

    private static Recipe WithSteps(Recipe recipe, int steps) => recipe with { Training = recipe.Training with { Steps = steps } };

    private static List<StepReport> Run(Recipe recipe)
    {
        var progress = new RecordedProgress();
        using var run = new TrainingRun(recipe, progress);
        run.Train(CancellationToken.None);
        return progress.Steps;
    }

    private static RunPosition Position(Recipe recipe) => RunState.ReadPosition(new RunDirectory(recipe.Directory))!;

    /// <summary>The validations of a run's log.</summary>
    private static List<(int Step, double Loss, double Score)> Logged(Recipe recipe) =>
    [
        .. File.ReadLines(Path.Combine(recipe.Directory, "log.jsonl")).Select(line => JsonNode.Parse(line)!).Where(line => line["validLoss"] is not null)
            .Select(line => ((int)line["step"]!, (double)line["validLoss"]!, (double)line["score"]!)),
    ];

    private static byte[] Saved(Recipe recipe) => File.ReadAllBytes(Path.Combine(recipe.Directory, "state", "tensors.safetensors"));
}
