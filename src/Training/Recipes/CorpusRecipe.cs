using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Training.Recipes;

/// <summary>A text to learn from or to validate on.</summary>
public sealed record CorpusRecipe : TextRecipe
{
    /// <summary>How often an epoch goes through it.</summary>
    [Range(1, 100)]
    public int Repeat { get; init; } = 1;
}
