using System.Text;
using System.Text.RegularExpressions;

namespace Seq2SeqService.Core.Scores;

/// <summary>sacreBLEU's tokenisers: each gives the text with single spaces between the words it sees.</summary>
internal static partial class WordTokenizers
{
    public static string Tokenize(BleuTokenizer tokenizer, string line) => tokenizer switch
    {
        BleuTokenizer.V13a => Mteval13a(line),
        BleuTokenizer.Zh => Chinese(line),
        BleuTokenizer.Characters => Characters(line),
        BleuTokenizer.Intl => InternationalTokenizer.Tokenize(line),
        _ => line,
    };

    public static string NameOf(BleuTokenizer tokenizer) => tokenizer switch
    {
        BleuTokenizer.V13a => "13a",
        BleuTokenizer.Zh => "zh",
        BleuTokenizer.Characters => "char",
        BleuTokenizer.Intl => "intl",
        _ => "none",
    };

    private static string Mteval13a(string line)
    {
        line = line.Replace("<skipped>", "", StringComparison.Ordinal)
            .Replace("-\n", "", StringComparison.Ordinal)
            .Replace('\n', ' ');

        if (line.Contains('&', StringComparison.Ordinal))
        {
            line = line.Replace("&quot;", "\"", StringComparison.Ordinal)
                .Replace("&amp;", "&", StringComparison.Ordinal)
                .Replace("&lt;", "<", StringComparison.Ordinal)
                .Replace("&gt;", ">", StringComparison.Ordinal);
        }

        return SplitWesternPunctuation($" {line} ");
    }

    private static string Chinese(string line)
    {
        var spaced = new StringBuilder();
        foreach (var rune in PythonText.Trim(line).EnumerateRunes())
        {
            if (IsChinese(rune.Value))
                spaced.Append(' ').Append(rune.ToString()).Append(' ');
            else
                spaced.Append(rune.ToString());
        }

        return SplitWesternPunctuation(spaced.ToString());
    }

    private static string Characters(string line) => string.Join(' ', line.EnumerateRunes().Select(rune => rune.ToString()));

    private static string SplitWesternPunctuation(string line) => Join(SplitStops(SplitAsciiPunctuation(line)));

    /// <summary>Sets ASCII's punctuation and symbols apart, but for the apostrophe, the comma, the dash and the full stop.</summary>
    internal static string SplitAsciiPunctuation(string line) => AsciiPunctuation().Replace(line, " $1 ");

    /// <summary>Sets full stops and commas apart unless they stand between digits, and dashes behind a digit.</summary>
    internal static string SplitStops(string line)
    {
        line = StopAfterNonDigit().Replace(line, "$1 $2 ");
        line = StopBeforeNonDigit().Replace(line, " $1 $2");
        return DashAfterDigit().Replace(line, "$1 $2 ");
    }

    internal static string Join(string line) => string.Join(' ', PythonText.Split(line));

    /// <summary>
    /// sacreBLEU's ranges. Its two entries for planes beyond the first are two-character strings that compare as U+2001 to U+2A6D and
    /// U+2F81 to U+2FA1, so general punctuation is split and rare ideographs are not; equal scores need the same slip.
    /// </summary>
    private static bool IsChinese(int point) => point is
        (>= 0x3400 and <= 0x4DB5) or (>= 0x4E00 and <= 0x9FA5) or (>= 0x9FA6 and <= 0x9FBB) or (>= 0xF900 and <= 0xFA2D)
        or (>= 0xFA30 and <= 0xFA6A) or (>= 0xFA70 and <= 0xFAD9) or (>= 0x2001 and <= 0x2A6D) or (>= 0x2F81 and <= 0x2FA1)
        or (>= 0xFF00 and <= 0xFFEF) or (>= 0x2E80 and <= 0x2EFF) or (>= 0x3000 and <= 0x303F) or (>= 0x31C0 and <= 0x31EF)
        or (>= 0x2F00 and <= 0x2FDF) or (>= 0x2FF0 and <= 0x2FFF) or (>= 0x3100 and <= 0x312F) or (>= 0x31A0 and <= 0x31BF)
        or (>= 0xFE10 and <= 0xFE1F) or (>= 0xFE30 and <= 0xFE4F) or (>= 0x2600 and <= 0x26FF) or (>= 0x2700 and <= 0x27BF)
        or (>= 0x3200 and <= 0x32FF) or (>= 0x3300 and <= 0x33FF);

    [GeneratedRegex(@"([\{-~\[-` -&\(-\+:-@/])", RegexOptions.CultureInvariant)]
    private static partial Regex AsciiPunctuation();

    [GeneratedRegex("([^0-9])([.,])", RegexOptions.CultureInvariant)]
    private static partial Regex StopAfterNonDigit();

    [GeneratedRegex("([.,])([^0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex StopBeforeNonDigit();

    [GeneratedRegex("([0-9])(-)", RegexOptions.CultureInvariant)]
    private static partial Regex DashAfterDigit();
}
