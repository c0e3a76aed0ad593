namespace Seq2SeqService.Core.Tokens;

/// <summary>The part of a SentencePiece model that says how it was trained, as far as encoding and decoding depend on it.</summary>
public sealed record TrainerSpec
{
    public const string DefaultUnknownSurface = " \u2047 ";

    /// <summary>How text is cut into pieces.</summary>
    public SegmentationAlgorithm Algorithm { get; init; } = SegmentationAlgorithm.Unigram;

    /// <summary>Whether a character without a piece becomes byte pieces instead of the unknown piece. Default: no.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Whether the mark of a space ends a word instead of beginning it. Default: no.</summary>
    public bool TreatWhitespaceAsSuffix { get; init; }

    /// <summary>What decoding writes for the unknown piece.</summary>
    public string UnknownSurface { get; init; } = DefaultUnknownSurface;

    /// <summary>The other fields as they stand in the file, so that saving a loaded model loses nothing.</summary>
    internal ReadOnlyMemory<byte> OtherFields { get; init; }
}
