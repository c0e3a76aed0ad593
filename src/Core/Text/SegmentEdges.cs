using System.Buffers;
using System.Globalization;
using System.Text;

namespace Seq2SeqService.Core.Text;

/// <summary>What stands at a sentence's edge and is no part of it: bullets before it, emoji and other signs on either side.</summary>
internal static class SegmentEdges
{
    private const string Bullets = "-*+•‣◦·–—>#|";
    private static readonly string[] Months =
        ["Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez", "Jahrhundert", "Jh."];

    private const int JoinsEmoji = 0x200D;
    private const int ShowsAsEmoji = 0xFE0F;

    /// <summary>The place behind a bullet, a heading's marks or an item's number (2. or b) at the start of a stretch.</summary>
    public static int SkipBullet(string text, int start, int end)
    {
        var i = start;
        while (i < end && Bullets.Contains(text[i], StringComparison.Ordinal))
            i++;

        if (i == start)
            i = SkipItemNumber(text, start, end);

        return i > start && i < end && char.IsWhiteSpace(text[i]) ? i : start;
    }

    /// <summary>One or two digits, or a letter with a bracket; not the day of a month, as in "3. Mai".</summary>
    private static int SkipItemNumber(string text, int start, int end)
    {
        var digits = text.AsSpan(start, end - start).IndexOfAnyExceptInRange('0', '9');
        var isLetter = digits == 0 && char.IsAsciiLetter(text[start]);
        var mark = start + (isLetter ? 1 : digits);
        var isNumber = digits is 1 or 2 && mark < end && text[mark] is '.' or ')';
        if (!isNumber && !(isLetter && mark < end && text[mark] == ')'))
            return start;

        var word = text.AsSpan(mark + 1, end - mark - 1).TrimStart();
        foreach (var month in Months)
        {
            if (word.StartsWith(month, StringComparison.Ordinal))
                return start;
        }

        return mark + 1;
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
