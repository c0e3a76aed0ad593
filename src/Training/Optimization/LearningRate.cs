using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Optimization;

/// <summary>
/// Linear warm-up to the peak, then 1/√step (Vaswani et al., 2017, with the peak as the parameter), and where the recipe asks for it a
/// linear fall to zero over the last updates, which settles the weights (Hägele et al., 2024).
/// </summary>
internal sealed class LearningRate(OptimizationRecipe recipe)
{
    /// <summary>The rate of update <paramref name="step"/>, counted from 1.</summary>
    public double At(int step)
    {
        var (now, warmup) = ((double)step, (double)recipe.WarmupSteps);
        var rate = recipe.LearningRate * Math.Min(now / warmup, Math.Sqrt(warmup / now));
        return recipe is { CoolDownSteps: > 0, Steps: > 0 }
            ? rate * Math.Clamp((recipe.Steps - now + 1) / recipe.CoolDownSteps, 0, 1)
            : rate;
    }
}
