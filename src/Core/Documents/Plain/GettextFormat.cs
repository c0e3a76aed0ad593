using System.Text.RegularExpressions;

namespace Seq2SeqService.Core.Documents.Plain;

/// <summary>
/// Catalogues of gettext: every <c>msgstr</c> that is empty gets the translation of its <c>msgid</c>, of <c>msgid_plural</c> for the forms from 1 on.
/// What is translated already stays, and so do comments, flags and obsolete entries; the header gets the language.
/// </summary>
internal sealed partial class GettextFormat : IDocumentFormat
{
    public IReadOnlyList<string> Endings { get; } = [".po", ".pot"];

    public string MediaType => "text/x-gettext-translation";

    public IDocument Read(byte[] content, DocumentLimits limits)
    {
        var file = DecodedText.Of(content);
        var lines = FileLine.Of(file.Text);
        if (!lines.Any(line => line.Text.StartsWith("msgid", StringComparison.Ordinal)) && lines.Any(line => !line.IsBlank))
            throw new DocumentException("The file is no catalogue of gettext: it has no msgid.");

        var lineBreak = file.Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        return new SplicedDocument(file, [.. Slots(lines, lineBreak)]);
    }

    private static IEnumerable<Slot> Slots(IReadOnlyList<FileLine> lines, string lineBreak)
    {
        var (id, plural) = ("", "");
        foreach (var (keyword, strings) in Statements(lines))
        {
            var value = string.Concat(strings.Select(part => PoString.Read(part.Text)));
            if (keyword == "msgid")
                (id, plural) = (value, "");
            else if (keyword == "msgid_plural")
                plural = value;
            else if (keyword.StartsWith("msgstr", StringComparison.Ordinal) && id.Length == 0)
            {
                if (LanguageSlot(strings) is { } header)
                    yield return header;
            }
            else if (keyword.StartsWith("msgstr", StringComparison.Ordinal) && value.Length == 0)
            {
                yield return new(strings[0].Start, strings[^1].End - strings[0].Start, new(plural.Length == 0 || keyword == "msgstr[0]" ? id : plural))
                {
                    Write = translation => PoString.Write(translation, lineBreak),
                };
            }
        }
    }

    /// <summary>Keywords with the quoted strings behind and below them.</summary>
    private static IEnumerable<(string Keyword, List<FileLine> Strings)> Statements(IReadOnlyList<FileLine> lines)
    {
        (string Keyword, List<FileLine> Strings)? current = null;
        foreach (var line in lines)
        {
            if (Statement().Match(line.Text) is { Success: true } match)
            {
                if (current is { } complete)
                    yield return complete;
                current = (match.Groups["keyword"].Value, [Part(line, match.Groups["string"])]);
            }
            else if (current is { } open && Continuation().Match(line.Text) is { Success: true } more)
            {
                open.Strings.Add(Part(line, more.Groups["string"]));
            }
            else if (current is { } ended)
            {
                yield return ended;
                current = null;
            }
        }

        if (current is { } last)
            yield return last;
    }

    private static FileLine Part(FileLine line, Group quoted) => new(line.Start + quoted.Index, quoted.Value);

    private static Slot? LanguageSlot(List<FileLine> header)
    {
        foreach (var line in header)
        {
            if (HeaderLanguage().Match(line.Text) is { Success: true } found)
            {
                var language = found.Groups["language"];
                return new(line.Start + language.Index, language.Length, Text: null) { WriteLanguage = languages => languages.Target };
            }
        }

        return null;
    }

    [GeneratedRegex("""^(?<keyword>msgctxt|msgid_plural|msgid|msgstr(\[\d+\])?)\s*(?<string>".*")\s*$""")]
    private static partial Regex Statement();

    [GeneratedRegex("""^\s*(?<string>".*")\s*$""")]
    private static partial Regex Continuation();

    [GeneratedRegex("""^"Language: *(?<language>[A-Za-z_@-]*)\\n"$""")]
    private static partial Regex HeaderLanguage();
}
