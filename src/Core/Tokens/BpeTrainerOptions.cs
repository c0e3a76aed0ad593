using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Core.Tokens;

/// <summary>How a byte-pair vocabulary is learned.</summary>
public sealed record BpeTrainerOptions
{
    /// <summary>Pieces in the model, special ones included. Default: 8,000. Fewer when the text has no more pairs to merge.</summary>
    [Range(16, 1_000_000)]
    public int VocabularySize { get; init; } = 8000;

    /// <summary>Share of the text's characters that get a piece, most frequent first. Default: 0.9995.</summary>
    [Range(0.5, 1.0)]
    public double CharacterCoverage { get; init; } = 0.9995;

    /// <summary>Whether other characters are written as bytes, so that none is lost. Default: yes; takes 256 pieces.</summary>
    public bool ByteFallback { get; init; } = true;

    /// <summary>Whether every digit is a piece of its own. Default: no.</summary>
    public bool SplitDigits { get; init; }

    /// <summary>Whether a piece stays within one script. Default: yes.</summary>
    public bool SplitByScript { get; init; } = true;

    /// <summary>Whether digits and letters are kept apart. Default: yes.</summary>
    public bool SplitByNumber { get; init; } = true;

    /// <summary>Characters in the longest piece, the mark of the space included. Default: 16.</summary>
    [Range(1, 512)]
    public int MaxPieceLength { get; init; } = 16;

    /// <summary>Pieces that have an id but that no text can produce, such as <c>&gt;&gt;de&lt;&lt;</c>.</summary>
    public IReadOnlyList<string> ControlSymbols { get; init; } = [];

    /// <summary>Strings that are always one piece.</summary>
    public IReadOnlyList<string> UserDefinedSymbols { get; init; } = [];

    /// <summary>How text is rewritten first. Default: <see cref="NormalizationRules.NmtNfkc"/>.</summary>
    public NormalizerSpec Normalizer { get; init; } = NormalizationRules.NmtNfkc;
}
