using System.Buffers;
using System.Globalization;
using System.Text;

namespace Seq2SeqService.Core.Text;

/// <summary>What stands at a sentence's edge and is no part of it: bullets before it, emoji and other signs on either side.</summary>
internal static class SegmentEdges
{
    private const string Bullets = "-*+•‣◦·–—>#|";
    private const int JoinsEmoji = 0x200D;
    private const int ShowsAsEmoji = 0xFE0F;

    /// <summary>The place behind a bullet or a heading's marks at the start of a stretch, and the space that follows.</summary>
    public static int SkipBullet(string text, int start, int end)
    {
        var i = start;
        while (i < end && Bullets.Contains(text[i], StringComparison.Ordinal))
            i++;

        return i > start && i < end && char.IsWhiteSpace(text[i]) ? i : start;
    }

    /// <summary>The sentence without the signs, and the space next to them, at both ends.</summary>
    public static (int Start, int End) WithoutSymbols(string text, int start, int end)
    {
        while (Rune.DecodeLastFromUtf16(text.AsSpan(start, end - start), out var rune, out var length) == OperationStatus.Done && IsSignOrSpace(rune))
            end -= length;
        while (Rune.DecodeFromUtf16(text.AsSpan(start, end - start), out var rune, out var length) == OperationStatus.Done && IsSignOrSpace(rune))
            start += length;

        return (start, end);
    }

    private static bool IsSignOrSpace(Rune rune) =>
        rune.Value is JoinsEmoji or ShowsAsEmoji
        || Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol
        || rune.Value is >= 0x1F3FB and <= 0x1F3FF;   // skin tones
}
