using Seq2SeqService.Networks;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Objectives;
using Seq2SeqService.Training.Recipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Optimization;

/// <summary>What one update did.</summary>
/// <param name="Loss">Mean cross-entropy per judged token with label smoothing, in nats.</param>
/// <param name="GradientNorm">Joint norm before clipping.</param>
/// <param name="Applied">False where the gradient was not finite and the weights stayed.</param>
internal sealed record StepReport(double Loss, double GradientNorm, int Tokens, bool Applied);

/// <summary>One update: forward, loss, backward, clip, Adam.</summary>
internal sealed class TrainingStep(Seq2SeqNetwork network, Objective objective, Adam adam, OptimizationRecipe recipe, int seed)
{
    private readonly LearningRate _rate = new(recipe);
    private readonly Parameter[] _parameters = [.. network.parameters()];

    /// <summary>Runs update <paramref name="step"/>, counted from 1. Dropout depends on the seed and the step alone, so a resumed run repeats it.</summary>
    public StepReport Run(int step, Batch batch)
    {
        manual_seed(Seed.Mix(seed, step));
        network.train();
        using var scope = NewDisposeScope();
        using var precision = Precision.UseBFloat16(recipe.Precision == "bf16");

        var value = OutputLoss.Backward(network, objective.Outputs(network, batch), batch.TargetOut, recipe.LabelSmoothing);
        var norm = nn.utils.clip_grad_norm_(_parameters, recipe.ClipNorm > 0 ? recipe.ClipNorm : double.PositiveInfinity);
        var finite = double.IsFinite(norm) && double.IsFinite(value);
        if (finite)
            adam.Step(step, _rate.At(step));
        network.zero_grad();
        return new StepReport(value, norm, batch.Tokens, finite);
    }
}
