namespace Seq2SeqService.Core.Tokens;

/// <summary>Facts about UTF-8 that pieces are built on.</summary>
internal static class Utf8
{
    /// <summary>U+2581 LOWER ONE EIGHTH BLOCK, the mark of a space inside pieces.</summary>
    public const char SpaceMark = '\u2581';

    public static ReadOnlySpan<byte> SpaceMarkBytes => "\u2581"u8;

    /// <summary>Bytes of the character that starts with this byte, judged by the byte alone.</summary>
    public static int CharacterLength(byte first) => first switch
    {
        < 0xC0 => 1,
        < 0xE0 => 2,
        < 0xF0 => 3,
        _ => 4,
    };
}
