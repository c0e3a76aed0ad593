using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Objectives;

/// <summary>How probable it is, as a run goes on, that the decoder reads the reference's token instead of its own prediction (Bengio et al., 2015).</summary>
internal sealed class TeacherForcing(TeacherForcingRecipe recipe)
{
    public static TeacherForcing Always { get; } = new(new TeacherForcingRecipe());

    /// <summary>The probability at update <paramref name="step"/>, counted from 1.</summary>
    public double RatioAt(int step)
    {
        var (start, final) = (recipe.Ratio, recipe.Final ?? 0);
        return recipe.Schedule switch
        {
            "linear" => start - ((start - final) * Math.Min(1, (double)step / recipe.Steps!.Value)),
            "inverseSigmoid" => Math.Max(final, start * recipe.K!.Value / (recipe.K.Value + Math.Exp(step / recipe.K.Value))),
            _ => start,
        };
    }
}
