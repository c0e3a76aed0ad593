using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;

namespace Seq2SeqService.Training.Publishing;

/// <summary>Which of a run's kept weights are published: the best ones, those of one update, or the mean of the best few.</summary>
/// <param name="Step">The update, or null for the best.</param>
/// <param name="Average">Weights that are averaged; 1 takes them as they are.</param>
internal sealed record WeightChoice(int? Step = null, int Average = 1)
{
    /// <summary>The updates after which the chosen weights were kept.</summary>
    public IReadOnlyList<int> Steps(Recipe recipe, RunPosition position)
    {
        if (Average < 1 || (Step is not null && Average > 1))
            throw new RecipeException("--average takes the mean of that many of the best weights, at least 1; --step takes those of one update. Choose one of them.");
        if (Step is { } step)
            return [step];
        if (position.Best.Count == 0)
            throw new RecipeException($"{recipe.Directory} has no validated weights yet; set validation:every, or let the run end.");

        return position.Best.Count >= Average
            ? [.. position.Best.Take(Average).Select(known => known.Step)]
            : throw new RecipeException($"--average {Average}: the run keeps {position.Best.Count} weights; validation:keepBest decides how many.");
    }
}
