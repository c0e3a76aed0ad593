using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Training.Recipes;

/// <summary>
/// Text of one pair of languages: two aligned files, one sentence a line; one file of columns between tabs, of JSON objects or of TMX; or, to pre-train
/// an encoder, a source alone. Each may be packed with gzip.
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

    /// <summary>File with a JSON object a line; in the place of <see cref="Source"/> and <see cref="Target"/>.</summary>
    public string Jsonl { get; init; } = "";

    /// <summary>Name of the source in an object, with a dot into objects inside it, such as <c>translation.en</c>; <c>source</c>.</summary>
    public string? SourceField { get; init; }

    /// <summary>Name of the target; <c>target</c>.</summary>
    public string? TargetField { get; init; }

    /// <summary>Translation memory (TMX) whose units with both languages are taken; in the place of <see cref="Source"/> and <see cref="Target"/>.</summary>
    public string Tmx { get; init; } = "";

    /// <summary>ISO 639-1 code; empty for a task without languages.</summary>
    public string SourceLanguage { get; init; } = "";

    public string TargetLanguage { get; init; } = "";

    /// <summary>Learns, or judges, target → source as well; the model then serves both directions.</summary>
    public bool BothWays { get; init; }

    internal int SourceAt => SourceColumn ?? 1;

    internal int TargetAt => TargetColumn ?? 2;

    internal string SourceName => SourceField ?? "source";

    internal string TargetName => TargetField ?? "target";

    /// <summary>The one file that holds both sides; empty where each has its own.</summary>
    internal string PairFile => Tsv + Jsonl + Tmx;   // at most one is named

    /// <summary>What messages call it.</summary>
    internal string Title => PairFile.Length > 0 ? PairFile : Source;

    /// <summary>The same text in the other direction.</summary>
    internal TextRecipe Reversed() => this with
    {
        Source = Target, Target = Source, SourceColumn = TargetAt, TargetColumn = SourceAt, SourceField = TargetName, TargetField = SourceName, SourceLanguage = TargetLanguage, TargetLanguage = SourceLanguage,
    };
}
