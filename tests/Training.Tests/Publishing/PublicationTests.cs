using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Publishing;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;

namespace Seq2SeqService.Training.Tests.Publishing;

public sealed class PublicationTests
{
    [TorchFact]
    public void The_best_weights_are_kept_published_and_scored()
    {
        using var task = new TinyTask();
        var recipe = task.Recipe("transformer");
        recipe = recipe with
        {
            Training = recipe.Training with { Steps = 5 },
            Validation = recipe.Validation with { Every = 1, KeepBest = 2 },
            Publish = new PublishRecipe { License = "cc0-1.0", Tests = [new TestRecipe { Name = "toy", Source = task.PathOf("valid.xx"), Target = task.PathOf("valid.yy"), Lowercase = true }] },
        };
        Train(recipe);

        var checkpoint = new Publication(recipe, TextWriter.Null).Publish(task.PathOf("store"), "v1", new WeightChoice(), TestContext.Current.CancellationToken);

        Assert.Equal(2, Directory.GetDirectories(task.PathOf("run/best")).Length);
        Assert.Equal(("tiny", "v1"), (checkpoint.Name, checkpoint.Version));
        Assert.Contains("case:lc", File.ReadAllText(Path.Combine(checkpoint.Directory, "README.md")), StringComparison.Ordinal);
    }

    [TorchFact]
    public void Weights_in_8_bits_are_those_of_the_stored_floats_and_the_card_compares_both()
    {
        using var task = new TinyTask();
        var recipe = task.Recipe("transformer");
        recipe = recipe with
        {
            Publish = new PublishRecipe { Quantize = "int8", Tests = [new TestRecipe { Name = "toy", Source = task.PathOf("valid.xx"), Target = task.PathOf("valid.yy") }] },
        };
        Train(recipe);
        using var output = new StringWriter();

        var checkpoint = new Publication(recipe, output).Publish(task.PathOf("store"), "v1", new WeightChoice(), TestContext.Current.CancellationToken);

        const string Embedding = "model.shared.weight";
        var (expected, found) = (checkpoint.ReadWeights().Quantize(), checkpoint.ReadInt8Weights());
        Assert.True(checkpoint.HasInt8Weights);
        Assert.Equal(expected.Find(Embedding).Values, found.Find(Embedding).Values);
        Assert.Equal(expected.Names.Order(), found.Names.Order());
        Assert.Contains("| Test set | Direction | Metric | fp32 | int8 | Difference |", File.ReadAllText(Path.Combine(checkpoint.Directory, "README.md")), StringComparison.Ordinal);
        Assert.Contains("(fp32)", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("(int8)", output.ToString(), StringComparison.Ordinal);
    }

    [TorchFact]
    public void The_card_says_which_batches_a_fitted_run_learned_from()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere it is refused.");
        using var task = new TinyTask(pairs: 60);
        var recipe = task.Recipe("gru");
        recipe = recipe with { Training = recipe.Training with { Steps = 1, FitMemoryMegabytes = 16 } };
        Train(recipe);

        var checkpoint = new Publication(recipe, TextWriter.Null).Publish(task.PathOf("store"), "v1", new WeightChoice(), TestContext.Current.CancellationToken);

        Assert.Matches("- Batches: [0-9,]+ padded tokens, fitted into 16 MiB\n", File.ReadAllText(Path.Combine(checkpoint.Directory, "README.md")));
    }

    [TorchFact]
    public void Weights_that_the_recipe_no_longer_fits_are_not_published()
    {
        using var task = new TinyTask();
        var recipe = task.Recipe("transformer");
        Train(recipe);
        var wider = recipe with { Model = recipe.Model with { Encoder = recipe.Model.Encoder with { FeedForward = 128 } } };

        Assert.Throws<CheckpointException>(
            () => new Publication(wider, TextWriter.Null).Publish(task.PathOf("store"), "v1", new WeightChoice(), TestContext.Current.CancellationToken));

        Assert.Empty(CheckpointStore.Versions(task.PathOf("store"), "tiny"));
    }

    [TorchFact]
    public void A_validation_sentence_longer_than_the_model_reads_ends_no_run()
    {
        using var task = new TinyTask();
        File.AppendAllText(task.PathOf("valid.xx"), string.Join(' ', Enumerable.Repeat("red", 200)) + "\n");
        File.AppendAllText(task.PathOf("valid.yy"), "red\n");
        var recipe = task.Recipe("transformer");
        var progress = new RecordedProgress();

        using var run = new TrainingRun(recipe with { Validation = recipe.Validation with { Sentences = 0 } }, progress);
        run.Train(CancellationToken.None);

        Assert.Equal(21, Assert.Single(progress.Validations).Directions[0].Outputs.Count);
    }

    [TorchFact]
    public void The_mean_of_the_best_weights_is_published_and_the_card_says_of_which()
    {
        using var task = new TinyTask();
        var recipe = task.Recipe("transformer");
        recipe = recipe with
        {
            Training = recipe.Training with { Steps = 3 }, Validation = recipe.Validation with { Every = 1, KeepBest = 3 }, Publish = new PublishRecipe { Storage = "fp32" },
        };
        Train(recipe);

        var checkpoint = new Publication(recipe, TextWriter.Null).Publish(task.PathOf("store"), "v1", new WeightChoice(Average: 3), TestContext.Current.CancellationToken);

        var (mean, kept) = (checkpoint.ReadWeights(), Enumerable.Range(1, 3).Select(step => ModelWeights.Read(task.PathOf($"run/best/{step}/model.safetensors"))).ToList());
        foreach (var name in kept[0].Names)
        {
            var expected = kept.Select(weights => weights.Find(name).Values).Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)]).Select(sum => sum / 3);
            Assert.All(expected.Zip(mean.Find(name).Values), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        }

        Assert.Contains("updates: 1; 2; 3", File.ReadAllText(Path.Combine(checkpoint.Directory, "README.md")), StringComparison.Ordinal);
    }

    [TorchFact]
    public void A_mean_of_more_weights_than_are_kept_or_of_one_update_is_refused()
    {
        using var task = new TinyTask();
        var recipe = task.Recipe("transformer");
        Train(recipe);

        Assert.Contains("keeps 1 weights", Refusal(recipe, task, new WeightChoice(Average: 2)), StringComparison.Ordinal);
        Assert.Contains("Choose one", Refusal(recipe, task, new WeightChoice(Step: 6, Average: 2)), StringComparison.Ordinal);
        Assert.Contains("at least 1", Refusal(recipe, task, new WeightChoice(Average: 0)), StringComparison.Ordinal);
        Assert.Contains("kept are 6", Refusal(recipe, task, new WeightChoice(Step: 5)), StringComparison.Ordinal);
    }

    [TorchFact]
    public void A_masked_language_model_is_not_published()
    {
        using var task = new TinyTask();
        var recipe = task.Recipe("masked");
        Train(recipe);

        Assert.Contains("translates nothing", Refusal(recipe, task, new WeightChoice()), StringComparison.Ordinal);
    }

    private static string Refusal(Recipe recipe, TinyTask task, WeightChoice choice) => Assert.Throws<RecipeException>(
        () => new Publication(recipe, TextWriter.Null).Publish(task.PathOf("store"), "v1", choice, TestContext.Current.CancellationToken)).Message;

    private static void Train(Recipe recipe)
    {
        using var run = new TrainingRun(recipe, new RecordedProgress());
        run.Train(CancellationToken.None);
    }
}
