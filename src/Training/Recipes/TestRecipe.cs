namespace Seq2SeqService.Training.Recipes;

/// <summary>A named test set.</summary>
public sealed record TestRecipe : TextRecipe
{
    public string Name { get; init; } = "";

    /// <summary>Scores without regard to case, as <c>sacrebleu -lc</c>.</summary>
    public bool Lowercase { get; init; }
}
