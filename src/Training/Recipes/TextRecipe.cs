using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Training.Recipes;

/// <summary>
/// Text of one pair of languages: two aligned files, one sentence a line; one file of columns between tabs; or, to pre-train an encoder,
/// a source alone.
/// </summary>
public abstract record TextRecipe
{
    public string Source { get; init; } = "";

    public string Target { get; init; } = "";

    /// <summary>File with a pair a line, columns between tabs; in the place of <see cref="Source"/> and <see cref="Target"/>.</summary>
    public string Tsv { get; init; } = "";

    /// <summary>Column of the source, counted from 1; 1.</summary>
    [Range(1, 1000)]
    public int? SourceColumn { get; init; }

    /// <summary>Column of the target; 2.</summary>
    [Range(1, 1000)]
    public int? TargetColumn { get; init; }

    /// <summary>ISO 639-1 code; empty for a task without languages.</summary>
    public string SourceLanguage { get; init; } = "";

    public string TargetLanguage { get; init; } = "";

    /// <summary>Learns, or judges, target → source as well; the model then serves both directions.</summary>
    public bool BothWays { get; init; }

    internal int SourceAt => SourceColumn ?? 1;

    internal int TargetAt => TargetColumn ?? 2;

    /// <summary>What messages call it.</summary>
    internal string Title => Tsv.Length > 0 ? Tsv : Source;

    /// <summary>The same text in the other direction.</summary>
    internal TextRecipe Reversed() => this with
    {
        Source = Target, Target = Source, SourceColumn = TargetAt, TargetColumn = SourceAt, SourceLanguage = TargetLanguage, TargetLanguage = SourceLanguage,
    };
}
