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

    /// <summary>Leaves a pair out where a side has broken characters, controls, entities or tags.</summary>
    public bool DropRubbish { get; init; }

    /// <summary>
    /// Leaves a pair out where the language detector is less sure than this, 0 to 1, that a side is in its language; 0 looks at nothing. Short sides and
    /// languages that the detector does not know pass.
    /// </summary>
    [Range(0.0, 1.0)]
    public double MinLanguageConfidence { get; init; }

    /// <summary>Pairs that are held and shuffled together, where the text lies cut in blocks in the run's directory; 0 holds all and writes no blocks.</summary>
    [Range(0, 100_000_000)]
    public int BufferPairs { get; init; }

    /// <summary>Probability that a merge of the vocabulary is left out, so that each epoch sees words cut in other ways (Provilkov et al., 2020).</summary>
    [Range(0, 0.5)]
    public double BpeDropout { get; init; }
}
