namespace Seq2SeqService.Core.Interchange.Marian;

/// <summary>
/// Keys that our own export adds to Marian's options, so that an import gives back the same network to the last digit. Marian has no such
/// options: it computes positions and norms in its own way and starts from zeros.
/// </summary>
internal static class MarianExtras
{
    /// <summary>Whose sinusoids: <c>huggingface</c>; Marian's where it is left out.</summary>
    public const string Positions = "seq2seq-positions";

    public const string HuggingFace = "huggingface";

    public const string NormEpsilon = "seq2seq-layer-norm-eps";

    public const string MaxPositions = "seq2seq-max-positions";

    public const string ScaleEmbedding = "seq2seq-scale-embedding";

    /// <summary>The piece that the decoder starts from; zeros where it is left out.</summary>
    public const string StartPiece = "seq2seq-start-piece";
}
