namespace Seq2SeqService.Core.Tokens;

/// <summary>How the value of a protocol-buffer field is laid out.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    LengthDelimited = 2,
    Fixed32 = 5,
}
