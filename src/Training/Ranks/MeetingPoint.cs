using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Ranks;

/// <summary>Where a process joins the others of its run.</summary>
internal static class MeetingPoint
{
    /// <summary>Alone, or with all the others that the environment speaks of, when they have come.</summary>
    public static IRanks Join(RankPlace place, OptimizationRecipe recipe)
    {
        if (place.Size == 1)
            return new OneRank();

#if TORCH_PACKAGE
        throw new RecipeException(
            $"WORLD_SIZE is {place.Size}, but the official TorchSharp packages have no process groups. Build with -p:TorchProvider=own, or train in one process.");
#else
        return ManyRanks.Join(place, recipe);
#endif
    }
}
