using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Publishing;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;

namespace Seq2SeqService.Training.Tests.Publishing;

/// <summary>Every member of the family goes the whole way: trained, validated with the serving decoder, published and scored.</summary>
public sealed class FamilyTests
{
    [TorchTheory]
    [InlineData("rnn", ModelConfig.EncoderDecoder)]
    [InlineData("gru", ModelConfig.EncoderDecoder)]
    [InlineData("lstm", ModelConfig.EncoderDecoder)]
    [InlineData("conv", ModelConfig.EncoderDecoder)]
    [InlineData("lstm-transformer", ModelConfig.EncoderDecoder)]
    [InlineData("transformer-gru", ModelConfig.EncoderDecoder)]
    [InlineData("conv-lstm", ModelConfig.EncoderDecoder)]
    [InlineData("gru-conv", ModelConfig.EncoderDecoder)]
    [InlineData("prefix", ModelConfig.DecoderOnly)]
    [InlineData("transformer", ModelConfig.Marian)]
    public void A_member_is_trained_validated_published_and_scored(string family, string type)
    {
        using var task = new TinyTask();
        var recipe = task.Recipe(family);
        recipe = recipe with
        {
            Validation = recipe.Validation with { Every = 3 },
            Publish = new PublishRecipe { Tests = [new TestRecipe { Name = "toy", Source = task.PathOf("valid.xx"), Target = task.PathOf("valid.yy") }] },
        };
        var progress = new RecordedProgress();
        using (var run = new TrainingRun(recipe, progress))
            run.Train(CancellationToken.None);

        var checkpoint = new Publication(recipe, TextWriter.Null).Publish(task.PathOf("store"), "v1", new WeightChoice(Average: 2), TestContext.Current.CancellationToken);

        Assert.Equal(2, progress.Validations.Count);
        Assert.All(progress.Validations, report => Assert.True(double.IsFinite(report.Loss!.Value)));
        Assert.All(progress.Validations, report => Assert.Equal(5, Assert.Single(report.Directions).Outputs.Count));
        Assert.Equal(type, checkpoint.Config.ModelType);
    }
}
