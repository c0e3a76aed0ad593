namespace Seq2SeqService.Core.Tokens;

/// <summary>What a piece stands for; the numbers are those of the SentencePiece model file.</summary>
public enum PieceType
{
    /// <summary>A piece found in training: encoding may choose it.</summary>
    Normal = 1,

    /// <summary>Stands for every character that the vocabulary lacks.</summary>
    Unknown = 2,

    /// <summary>A mark that no text can produce and that decoding leaves out, such as <c>&lt;/s&gt;</c>.</summary>
    Control = 3,

    /// <summary>A string that is always one piece and is never normalised.</summary>
    UserDefined = 4,

    /// <summary>A piece that keeps its place in the vocabulary but is never chosen.</summary>
    Unused = 5,

    /// <summary>One byte, written <c>&lt;0xNN&gt;</c>, for characters that the vocabulary lacks.</summary>
    Byte = 6,
}
