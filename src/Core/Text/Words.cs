using System.Buffers;
using System.Globalization;
using System.Text;

namespace Seq2SeqService.Core.Text;

/// <summary>
/// The words of a text, for alignments and the like: letters and digits in a row, with apostrophes, hyphens and underscores inside; each other sign that is no
/// white space by itself, and each ideograph and kana by itself, as these scripts write no space between words.
/// </summary>
public static class Words
{
    private const string Joining = "'’-‑·_";
    private const string JoiningDigits = ".,:";
    private const int FirstWide = 0x2E80;
    private const int FirstHangul = 0xAC00;
    private const int LastHangul = 0xD7A3;
    private const int FirstHalfWidth = 0xFF61;

    /// <summary>The words in their order.</summary>
    public static IReadOnlyList<TextRange> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<TextRange>();
        for (var i = 0; i < text.Length;)
        {
            var length = Next(text.AsSpan(i), out var rune);
            if (!Rune.IsWhiteSpace(rune))
            {
                var end = IsLetter(rune) ? EndOfWord(text, i + length) : EndOfMarks(text, i + length);
                words.Add(new(i, end));
                length = end - i;
            }

            i += length;
        }

        return words;
    }

    private static int EndOfWord(string text, int end)
    {
        while (end < text.Length)
        {
            var length = Next(text.AsSpan(end), out var rune);
            if (!IsLetter(rune) && !IsMark(rune))
            {
                length += Joins(text, end) ? Next(text.AsSpan(end + length), out rune) : 0;
                if (!IsLetter(rune))
                    break;
            }

            end += length;
        }

        return end;
    }

    private static int EndOfMarks(string text, int end)
    {
        while (end < text.Length && Next(text.AsSpan(end), out var rune) is var length && IsMark(rune))
            end += length;

        return end;
    }

    /// <summary>A sign with a letter on either side, or a digit where it is one that numbers are written with.</summary>
    private static bool Joins(string text, int place) =>
        place + 1 < text.Length
        && (Joining.Contains(text[place], StringComparison.Ordinal)
            || (JoiningDigits.Contains(text[place], StringComparison.Ordinal) && char.IsDigit(text[place - 1]) && char.IsDigit(text[place + 1])));

    private static int Next(ReadOnlySpan<char> text, out Rune rune) =>
        Rune.DecodeFromUtf16(text, out rune, out var length) == OperationStatus.Done ? length : 1;

    private static bool IsLetter(Rune rune) => Rune.IsLetterOrDigit(rune) && !IsWide(rune.Value);

    private static bool IsWide(int value) => value >= FirstWide && value is < FirstHangul or > LastHangul and < FirstHalfWidth or > 0xFFFF;

    private static bool IsMark(Rune rune) =>
        rune.Value is 0x200D or 0xFE0F
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
