namespace Seq2SeqService.Core.Tokens;

/// <summary>How a model cuts normalised text into pieces; the numbers are those of the SentencePiece model file.</summary>
public enum SegmentationAlgorithm
{
    /// <summary>The most probable segmentation under a unigram language model.</summary>
    Unigram = 1,

    /// <summary>Merges of neighbouring pieces, best score first.</summary>
    Bpe = 2,

    /// <summary>Every word is one piece; such models are refused.</summary>
    Word = 3,

    /// <summary>Every character is one piece; such models are refused.</summary>
    Character = 4,
}
