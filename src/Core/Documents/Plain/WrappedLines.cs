using System.Text;

namespace Seq2SeqService.Core.Documents.Plain;

/// <summary>Sentences that run over several lines: joined for the translator, and cut into as many lines again.</summary>
internal static class WrappedLines
{
    /// <summary>A space that no line is broken at: one inside a code. (U+FDD0 is no character and stands in no text.)</summary>
    public const char Fixed = '\uFDD0';

    /// <summary>The lines as one, with single spaces where they were broken.</summary>
    public static string Join(IEnumerable<string> lines) => string.Join(' ', lines.Select(line => line.Trim()));

    /// <summary>At most <paramref name="count"/> lines of about the same length, broken at spaces; fewer where there are not enough.</summary>
    public static string Spread(string text, int count, string lineBreak, Func<string, bool>? mayBegin = null)
    {
        if (count < 2)
            return text.Replace(Fixed, ' ');

        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (lines, ideal) = (new StringBuilder(text.Length + 2 * count), (double)text.Length / count);
        var (written, breaks) = (0, 0);
        for (var i = 0; i < words.Length; i++)
        {
            // Broken where the middle of the word lies past the ideal end of the line.
            var isNext = i > 0 && breaks < count - 1 && written + words[i].Length / 2.0 >= ideal * (breaks + 1) && mayBegin?.Invoke(words[i]) != false;
            if (isNext)
                breaks++;
            if (i > 0)
                lines.Append(isNext ? lineBreak : " ");

            lines.Append(words[i]);
            written += words[i].Length + 1;
        }

        return lines.Replace(Fixed, ' ').ToString();
    }
}
