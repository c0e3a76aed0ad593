using System.Text;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Inference.Guards;

/// <summary>
/// Finds numbers of the source that the output lacks. Digits are compared, whatever stands between them (1,234.5 and 1.234,5 are one number),
/// and what languages write otherwise is let pass: small numbers as words, the nineteenth century in Roman figures, 3 p.m. as 15.
/// </summary>
internal static class NumberGuard
{
    private const int LongNumber = 4;   // digits from which on it may be grouped otherwise: a telephone number
    private const string Between = ".,'’ \u00A0\u202F\u2009";

    /// <summary>The numbers of <paramref name="source"/> that <paramref name="output"/> lacks.</summary>
    /// <param name="source">The sentence.</param>
    /// <param name="output">Its translation.</param>
    /// <param name="target">The output's language, or null.</param>
    public static IReadOnlyList<VerbatimSpan> Lost(string source, string output, string? target)
    {
        var wanted = Numbers(source).ToList();
        if (wanted.Count == 0)
            return [];

        var said = Numbers(output).ToList();
        var whole = said.Select(number => number.Digits).ToList();
        var parts = said.SelectMany(number => PartsOf(output[number.Span.Start..number.Span.End])).ToList();
        var digits = string.Concat(whole);
        return
        [
            .. from number in wanted
               where !whole.Remove(number.Digits) && !parts.Remove(number.Digits)
               where number.Digits.Length < LongNumber || !digits.Contains(number.Digits, StringComparison.Ordinal)
               where !NumberWords.MayReplace(number, source, output, target)
               select number.Span,
        ];
    }

    /// <summary>Where each number stands, and its digits without zeros in front.</summary>
    internal static IEnumerable<(VerbatimSpan Span, string Digits)> Numbers(string text)
    {
        for (var start = 0; start < text.Length; start++)
        {
            if (!char.IsDigit(text[start]))
                continue;

            var (end, digits) = (start, new StringBuilder());
            while (end < text.Length && (char.IsDigit(text[end]) || IsWithin(text, end)))
            {
                if (char.IsDigit(text[end]))
                    digits.Append((int)char.GetNumericValue(text[end]));

                end++;
            }

            var trimmed = digits.ToString().TrimStart('0');
            yield return (new(start, end), trimmed.Length == 0 ? "0" : trimmed);
            start = end;
        }
    }

    /// <summary>2.30 is 2 and 30 where it is a time; two marks at most, as a list of numbers is read number by number.</summary>
    private static IEnumerable<string> PartsOf(string number)
    {
        var parts = number.Split([.. Between]);
        return parts.Length is 2 or 3 ? parts.Select(part => part.TrimStart('0')).Select(part => part.Length == 0 ? "0" : part) : [];
    }

    /// <summary>A mark between two digits; a space, or an apostrophe, only before three digits.</summary>
    private static bool IsWithin(string text, int place) =>
        Between.Contains(text[place], StringComparison.Ordinal)
        && DigitsFrom(text, place + 1) is var digits and > 0
        && (text[place] is '.' or ',' || digits == 3);

    private static int DigitsFrom(string text, int place)
    {
        var end = place;
        while (end < text.Length && char.IsDigit(text[end]))
            end++;

        return end - place;
    }
}
