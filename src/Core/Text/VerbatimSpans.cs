using System.Buffers;
using System.Text.RegularExpressions;

namespace Seq2SeqService.Core.Text;

/// <summary>
/// Finds what no translation may change, by its form alone: placeholders of the usual kinds, web and mail addresses, code in back ticks,
/// paths, file names, identifiers, version numbers, telephone numbers.
/// </summary>
public static class VerbatimSpans
{
    private const int LongestSought = 256;   // characters; an address may be longer
    private const int Stretch = 2 * LongestSought;
    private const char FirstWide = '\u2E80';
    private const string AddressEnds = "<>\"„“”«»`";
    private const string Ends = ".,;:!?'\"”’»)]}>…";   // of a sentence rather than of an address

    private static readonly SearchValues<char> Digits = SearchValues.Create(".0123456789");

    // Without backtracking, as anybody may send any text; so there is nothing to look back with, and StandsAlone asks what stood before.
    private static readonly Regex Forms = new(
        string.Join('|',
        [
            @"`+[^`\n]+`+",
            @"(?i:[a-z][a-z0-9+.-]{1,15}://|www\.|mailto:)[^\s<>""„“”«»`\u2E80-\uFFEF]+",
            @"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
            @"\{\{[^{}\n]{0,80}\}\}",                                             // {{name}}
            @"\$\{[^{}\n]{1,80}\}|\$\([\w.-]{1,40}\)|\$[A-Za-z_]\w*",             // ${name} $(name) $name
            @"#?\{[^\s{}]{0,80}\}",                                               // {0} {name} {0:N2} #{name}
            @"%\(\w{1,40}\)[sdifr]|%[A-Za-z_]\w*%|%[A-Z]{3,}\w*",                 // %(name)s %name% %NAME
            @"%(?:\d{1,2}\$)?[-+#0']*(?:\d{1,3}|\*)?(?:\.\d{1,2})?(?:hh|h|ll|l|z|j|t)?[sdiuoxXfFeEgGcp@]\b|%\d{1,2}\$?@?|%@",
            @"[A-Za-z]:\\[^\s""'<>|]+|\\\\[\w.$\\-]+",
            @"(?:~|\.{1,2})?/[\w.@-]+(?:/[\w.@-]+)+/?|(?:~|\.{1,2})/[\w.@-]+",
            @"0x[0-9A-Fa-f]+|[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}",
            @"--[a-z][\w-]+(?:=[^\s,;]+)?",
            @"[A-Za-z_][\w.:]*\(\)|\w+_\w+|[A-Za-z_]\w*(?:::\w+)+",                // call() snake_case a::b
            @"[a-z]+[A-Z]+[a-z]\w*",                                              // camelCase, iPhone
            @"[\w-]+(?:\.[\w-]+)*\.(?i:json|xml|txt|md|csv|tsv|ya?ml|toml|ini|cfg|conf|log|html?|css|js|ts|cs|py|java|cpp|sh|bat|exe|dll|so|zip|gz|tar|pdf|docx?|xlsx?|pptx?|odt|ods|png|jpe?g|gif|svg|mp[34])\b",
            @"v?\d+(?:\.\d+){2,}(?:-[\w.]+)?",
            @"\+\d[\d ()/-]{6,18}\d",
            @"[@#][A-Za-z_][\w-]*",
            @"[A-Z]{1,5}-?\d+(?:-\d+)*[A-Z]*\b",                                  // A-1234, COVID-19, B3
        ]),
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>The spans of a text, in order; none touches another from within.</summary>
    public static IReadOnlyList<VerbatimSpan> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var spans = new List<VerbatimSpan>();
        for (var from = 0; Next(text, from) is { } found;)
        {
            var span = StandsAlone(text, found.Span.Start) ? WithoutEnd(text, found.IsCut ? Whole(text, found.Span) : found.Span) : default;
            if (span.Length > 1 && !IsGrouped(text.AsSpan(span.Start, span.Length)))
            {
                spans.Add(span);
                from = span.End;
            }
            else
            {
                from = EndOfWord(text, found.Span.Start + 1);
            }
        }

        return spans;
    }

    /// <summary>
    /// The next that has one of the forms; null where there is none. To find a short one the expression reads on to where no longer one can be, which without a
    /// space is the text's end, for each of them again: so it is shown a stretch at a time.
    /// </summary>
    private static (VerbatimSpan Span, bool IsCut)? Next(string text, int from)
    {
        while (from < text.Length)
        {
            var stretch = Math.Min(Stretch, text.Length - from);
            var match = Forms.Match(text, from, stretch);
            if (match.Success && (match.Index < from + LongestSought || from + stretch == text.Length))
                return (new(match.Index, match.Index + match.Length), match.Index + match.Length == from + stretch && from + stretch < text.Length);

            if (!match.Success && from + stretch == text.Length)
                return null;

            from = match.Success ? match.Index : from + LongestSought;   // what begins there may end behind the stretch
        }

        return null;
    }

    /// <summary>What is still going on where the stretch ends goes on to the address's end: nothing that long has white space in it.</summary>
    private static VerbatimSpan Whole(string text, VerbatimSpan span)
    {
        var end = span.End;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] < FirstWide && !AddressEnds.Contains(text[end], StringComparison.Ordinal))
            end++;

        return span with { End = end };
    }

    /// <summary>Whether anything with a letter is left when the spans are taken out.</summary>
    public static bool LeaveWords(string text, IReadOnlyList<VerbatimSpan> spans)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(spans);
        var from = 0;
        foreach (var span in spans)
        {
            if (HasLetter(text.AsSpan(from, span.Start - from)))
                return true;

            from = span.End;
        }

        return HasLetter(text.AsSpan(from));
    }

    private static bool HasLetter(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (System.Text.Rune.IsLetter(rune))
                return true;
        }

        return false;
    }

    /// <summary>What begins like a word does not begin in the middle of one, and a sign for placeholders is none behind a number: 50%d…</summary>
    private static bool StandsAlone(string text, int start)
    {
        if (start == 0)
            return true;

        var before = text[start - 1];
        return text[start] switch
        {
            '%' => !char.IsAsciiDigit(before) && before != '%',
            '@' or '#' or '/' or '.' or '-' or '+' or '\\' or '~' => !char.IsLetterOrDigit(before) && before != text[start],
            '$' or '{' or '`' => true,
            _ => !IsWordLetter(before) && before is not '_',
        };
    }

    /// <summary>1.234.567 is a number, whose full stops a translation may well change.</summary>
    private static bool IsGrouped(ReadOnlySpan<char> span)
    {
        if (span.ContainsAnyExcept(Digits))
            return false;

        var first = span.IndexOf('.');
        if (first > 3)
            return false;

        for (var rest = span[first..]; rest.Length > 0; rest = rest[4..])
        {
            if (rest.Length < 4 || rest[0] != '.' || rest[1..4].Contains('.'))
                return false;
        }

        return true;
    }

    /// <summary>Nothing that was refused in the middle of a word can stand alone further on in it.</summary>
    private static int EndOfWord(string text, int place)
    {
        while (place < text.Length && IsWordLetter(text[place - 1]))
            place++;

        return place;
    }

    // Chinese and Japanese set no space before a Latin name.
    private static bool IsWordLetter(char letter) => char.IsLetterOrDigit(letter) && letter < FirstWide;

    /// <summary>Full stops, commas and closing marks behind an address are the sentence's; a bracket that the address opened is its own.</summary>
    private static VerbatimSpan WithoutEnd(string text, VerbatimSpan span)
    {
        if (text[span.Start] is '{' or '`' or '$' or '%' or '#' || text[span.End - 1] == ')' && text[span.End - 2] == '(')
            return span;

        var end = span.End;
        while (end > span.Start + 1 && Ends.Contains(text[end - 1], StringComparison.Ordinal) && !ClosesOwn(text.AsSpan(span.Start, end - span.Start)))
            end--;

        return span with { End = end };
    }

    private static bool ClosesOwn(ReadOnlySpan<char> address) => address[^1] switch
    {
        ')' => address.Count('(') >= address.Count(')'),
        ']' => address.Count('[') >= address.Count(']'),
        '}' => address.Count('{') >= address.Count('}'),
        _ => false,
    };
}
