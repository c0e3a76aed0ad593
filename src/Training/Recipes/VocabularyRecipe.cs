using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Training.Recipes;

/// <summary>The joint subword vocabulary.</summary>
public sealed record VocabularyRecipe
{
    /// <summary>Run, checkpoint or output of <c>vocab</c> whose vocabulary is taken over; empty trains one, as the other keys say.</summary>
    public string From { get; init; } = "";

    /// <summary>Pieces, with the special ones.</summary>
    [Range(64, 200_000)]
    public int Size { get; init; } = 8000;

    /// <summary>Characters rarer than the rest of this share become bytes.</summary>
    [Range(0.9, 1.0)]
    public double CharacterCoverage { get; init; } = 0.9995;

    /// <summary>Writes characters outside the vocabulary as bytes, so that nothing is lost.</summary>
    public bool ByteFallback { get; init; } = true;
}
