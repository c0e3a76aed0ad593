using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks;
using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Publishing;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;

namespace Seq2SeqService.Training.Tests.Runs;

public sealed class InitializationTests : IDisposable
{
    private readonly TinyTask _task = new();

    [TorchFact]
    public void A_translation_model_begins_with_the_encoder_of_a_masked_language_run()
    {
        Train(_task.Recipe("masked", "mlm"));
        var progress = new RecordedProgress();

        using var run = new TrainingRun(From("mlm"), progress);

        var weights = Best("mlm");
        Assert.Contains("model.encoder.layers.0.fc1.weight", weights.Names);
        var own = NetworkWeights.Copy(run.Network).ToDictionary(named => named.Name, named => named.Tensor);
        Assert.All(weights.Names, name => Assert.Equal(weights.Find(name).Values, own[name].Values));
        Assert.Contains(progress.Lines, line => line.Contains($"Took {weights.Names.Count()} of {own.Count} tensors", StringComparison.Ordinal));
    }

    [TorchFact]
    public void A_resumed_run_goes_on_with_its_own_weights_though_the_others_are_gone()
    {
        Train(_task.Recipe("masked", "mlm"));
        var recipe = From("mlm");
        Train(recipe with { Training = recipe.Training with { Steps = 3 } });
        Directory.Delete(_task.PathOf("mlm"), recursive: true);

        Assert.Equal(3, Train(recipe).Steps.Count);
    }

    [TorchFact]
    public void A_published_checkpoint_can_be_the_beginning_too()
    {
        var first = _task.Recipe("transformer", "first");
        Train(first);
        var checkpoint = new Publication(first, TextWriter.Null).Publish(_task.PathOf("store"), "v1", new WeightChoice(), TestContext.Current.CancellationToken);

        Train(From(Path.GetRelativePath(_task.PathOf(""), checkpoint.Directory)));
    }

    [TorchFact]
    public void Another_vocabulary_is_refused()
    {
        Train(_task.Recipe("masked", "mlm"));
        var recipe = From("mlm");

        var error = Assert.Throws<RecipeException>(() => Train(recipe with { Vocabulary = new VocabularyRecipe { Size = 350 } }));

        Assert.Contains("another vocabulary", error.Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void Weights_of_other_sizes_are_refused()
    {
        Train(_task.Recipe("masked", "mlm"));
        var recipe = From("mlm");

        var error = Assert.Throws<RecipeException>(() => Train(recipe with { Model = TinyModels.Of("conv") with { Width = 24, InitializeFrom = recipe.Model.InitializeFrom } }));

        Assert.Contains("not one layer", error.Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void A_path_that_holds_no_model_is_named()
    {
        var error = Assert.Throws<RecipeException>(() => Train(From("nowhere")));
        Assert.Contains("vocabulary:from", error.Message, StringComparison.Ordinal);

        var recipe = From("nowhere") with { Directory = _task.PathOf("other"), Vocabulary = new VocabularyRecipe { Size = 400 } };
        Assert.Contains("model:initializeFrom", Assert.Throws<RecipeException>(() => Train(recipe)).Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void A_vocabulary_without_the_tags_of_the_languages_is_not_taken_over()
    {
        Train(_task.Recipe("masked", "mlm"));
        var recipe = From("mlm");
        recipe = recipe with { Data = recipe.Data with { Train = [recipe.Data.Train[0] with { BothWays = true }] } };

        var error = Assert.Throws<RecipeException>(() => Train(recipe));

        Assert.Contains(">>xx<<", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_task.PathOf("run/vocabulary")));
    }

    public void Dispose() => _task.Dispose();

    private Recipe From(string name)
    {
        var recipe = _task.Recipe("transformer");
        return recipe with
        {
            Vocabulary = recipe.Vocabulary with { From = _task.PathOf(name) }, Model = recipe.Model with { InitializeFrom = _task.PathOf(name) },
        };
    }

    private ModelWeights Best(string run)
    {
        var directory = new RunDirectory(_task.PathOf(run));
        return ModelWeights.Read(new BestWeights(directory, 1).PathOf(RunState.ReadPosition(directory)!.Best[0].Step));
    }

    private static RecordedProgress Train(Recipe recipe)
    {
        var progress = new RecordedProgress();
        using var run = new TrainingRun(recipe, progress);
        run.Train(CancellationToken.None);
        return progress;
    }
}
