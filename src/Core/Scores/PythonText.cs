using System.Globalization;
using System.Text;

namespace Seq2SeqService.Core.Scores;

/// <summary>Python's idea of white space and code points, on which the reference scores rest.</summary>
internal static class PythonText
{
    /// <summary>Python's <c>str.isspace</c>: as .NET's, and the four information separators U+001C to U+001F.</summary>
    public static bool IsSpace(char letter) => char.IsWhiteSpace(letter) || letter is >= '\u001C' and <= '\u001F';

    /// <summary>The words between white space; none of them is empty.</summary>
    public static List<string> Split(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var isSpace = i == text.Length || IsSpace(text[i]);
            if (isSpace && start >= 0)
            {
                words.Add(text[start..i]);
                start = -1;
            }
            else if (!isSpace && start < 0)
            {
                start = i;
            }
        }

        return words;
    }

    public static string TrimEnd(string text)
    {
        var end = text.Length;
        while (end > 0 && IsSpace(text[end - 1]))
            end--;

        return text[..end];
    }

    public static string Trim(string text)
    {
        var start = 0;
        while (start < text.Length && IsSpace(text[start]))
            start++;

        return TrimEnd(text[start..]);
    }

    /// <summary>Python's <c>str.lower</c>: as .NET's, but that a sigma at the end of a word becomes ς, and İ an i with a dot above it.</summary>
    public static string ToLower(string text)
    {
        var lower = text.ToLowerInvariant();
        if (!text.AsSpan().ContainsAny('Σ', 'İ'))
            return lower;

        var result = new StringBuilder(text.Length + 1);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == 'İ')
                result.Append("i\u0307");
            else
                result.Append(text[i] == 'Σ' && EndsWord(text, i) ? 'ς' : lower[i]);
        }

        return result.ToString();
    }

    public static string WithoutSpace(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (!IsSpace(letter))
                kept.Append(letter);
        }

        return kept.ToString();
    }

    /// <summary>Unicode's Final_Sigma: a cased letter before, none behind, what has no case in between left out.</summary>
    private static bool EndsWord(string text, int at)
    {
        var before = at - 1;
        while (before >= 0 && IsCaseIgnorable(text[before]))
            before--;

        var behind = at + 1;
        while (behind < text.Length && IsCaseIgnorable(text[behind]))
            behind++;

        return before >= 0 && IsCased(text, before) && (behind >= text.Length || !IsCased(text, behind));
    }

    private static bool IsCased(string text, int at) => char.GetUnicodeCategory(text, at)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;

    private static bool IsCaseIgnorable(char letter) => letter is '\'' or '.' or ':' or '·' or '’' or '‘' or '․' or '‧' || char.GetUnicodeCategory(letter)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;
}
