namespace Seq2SeqService.Core.Tokens;

/// <summary>Cuts a normalised text into pieces of the vocabulary.</summary>
internal interface ISegmenter
{
    /// <summary>Appends the pieces in order; together they cover the text. Characters without a piece carry the unknown id.</summary>
    /// <param name="dropout">Merges that are left out at random; only byte-pair models have merges.</param>
    void Segment(ReadOnlySpan<byte> text, List<EncodedPiece> pieces, BpeDropout? dropout = null);
}
