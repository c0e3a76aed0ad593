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
}
