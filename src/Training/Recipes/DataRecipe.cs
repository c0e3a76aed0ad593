using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Training.Recipes;

/// <summary>The parallel text.</summary>
public sealed record DataRecipe
{
    /// <summary>Pairs of aligned files to learn from.</summary>
    [MinLength(1, ErrorMessage = "data:train: name at least one pair of files.")]
    public IReadOnlyList<CorpusRecipe> Train { get; init; } = [];

    /// <summary>Pairs of aligned files to validate on.</summary>
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
}

/// <summary>Two aligned files, one sentence a line.</summary>
public sealed record CorpusRecipe
{
    public string Source { get; init; } = "";

    public string Target { get; init; } = "";

    /// <summary>ISO 639-1 code; empty for a task without languages.</summary>
    public string SourceLanguage { get; init; } = "";

    public string TargetLanguage { get; init; } = "";

    /// <summary>Learns target → source as well; the model then serves both directions.</summary>
    public bool BothWays { get; init; }

    /// <summary>How often an epoch goes through these pairs.</summary>
    [Range(1, 100)]
    public int Repeat { get; init; } = 1;
}

/// <summary>The joint subword vocabulary.</summary>
public sealed record VocabularyRecipe
{
    /// <summary>Pieces, with the special ones.</summary>
    [Range(64, 200_000)]
    public int Size { get; init; } = 8000;

    /// <summary>Characters rarer than the rest of this share become bytes.</summary>
    [Range(0.9, 1.0)]
    public double CharacterCoverage { get; init; } = 0.9995;

    /// <summary>Writes characters outside the vocabulary as bytes, so that nothing is lost.</summary>
    public bool ByteFallback { get; init; } = true;
}
