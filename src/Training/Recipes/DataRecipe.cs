using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Training.Recipes;

/// <summary>The text to learn from.</summary>
public sealed record DataRecipe
{
    /// <summary>Texts to learn from.</summary>
    [MinLength(1, ErrorMessage = "data:train: name at least one text.")]
    public IReadOnlyList<CorpusRecipe> Train { get; init; } = [];

    /// <summary>Texts to validate on.</summary>
    public IReadOnlyList<CorpusRecipe> Valid { get; init; } = [];

    /// <summary>Sides longer than this many tokens are left out.</summary>
    [Range(4, 4096)]
    public int MaxTokens { get; init; } = 128;

    /// <summary>Pairs whose longer side has more than this many times the tokens of the shorter are left out (short pairs are spared).</summary>
    [Range(1.0, 100.0)]
    public double MaxLengthRatio { get; init; } = 4;

    /// <summary>Leaves a pair out where it has been seen before.</summary>
    public bool DropDuplicates { get; init; } = true;

    /// <summary>Leaves a pair out where both sides are the same text.</summary>
    public bool DropCopies { get; init; } = true;

    /// <summary>Probability that a merge of the vocabulary is left out, so that each epoch sees words cut in other ways (Provilkov et al., 2020).</summary>
    [Range(0, 0.5)]
    public double BpeDropout { get; init; }
}
