using System.Text;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Glossaries;

namespace Seq2SeqService.Api.Glossaries;

/// <summary>Entries as files have them: values parted by tabs, or by commas as in RFC 4180.</summary>
internal static class EntryTexts
{
    public const string Tsv = "tsv";
    public const string Csv = "csv";

    private static readonly string[] LineEnds = ["\r\n", "\n", "\r"];

    /// <summary>A line for each entry, with one tab.</summary>
    public static IReadOnlyList<GlossaryTerm> ReadTsv(string text)
    {
        var (entries, number) = (new EntryList(), 0);
        foreach (var line in text.Split(LineEnds, StringSplitOptions.None))
        {
            number++;
            if (line.Length == 0)
                continue;
            if (line.Split('\t') is not [var source, var target])
                throw EntryList.Refused($"line {number}: must be a source and a target with one tab between them");

            entries.Add($"line {number}", source, target);
        }

        return entries.Terms;
    }

    /// <summary>A record for each entry: source and target, or with both languages behind them, as DeepL has it.</summary>
    public static IReadOnlyList<GlossaryTerm> ReadCsv(string text, LanguagePair languages)
    {
        var entries = new EntryList();
        foreach (var (number, fields) in Records(text))
        {
            if (fields.Count is not (2 or 4))
                throw EntryList.Refused($"line {number}: must be a source and a target with a comma between them, and may have both languages behind them");
            if (fields.Count == 4 && !(IsLanguage(fields[2], languages.Source) && IsLanguage(fields[3], languages.Target)))
                throw EntryList.Refused($"line {number}: must be in {languages.Source} and {languages.Target} as the glossary is");

            entries.Add($"line {number}", fields[0], fields[1]);
        }

        return entries.Terms;
    }

    private static bool IsLanguage(string field, string code) => field.Trim().Split('-')[0].Equals(code.Split('-')[0], StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(int Line, List<string> Fields)> Records(string text)
    {
        var (line, at) = (1, 0);
        while (at < text.Length)
        {
            var (start, fields) = (line, new List<string>());
            do
                fields.Add(Field(text, ref at, ref line));
            while (at < text.Length && text[at++] == ',');

            if (text[at - 1] == '\r' && at < text.Length && text[at] == '\n')
                at++;
            line++;
            if (fields is not [""])
                yield return (start, fields);
        }
    }

    /// <summary>One value, from <paramref name="at"/> to the comma or the end of the line behind it.</summary>
    private static string Field(string text, ref int at, ref int line)
    {
        if (at < text.Length && text[at] == '"')
            return Quoted(text, ref at, ref line);

        var start = at;
        while (at < text.Length && text[at] is not (',' or '\n' or '\r'))
            at++;
        return text[start..at];
    }

    /// <summary>A value between quotation marks; one inside it is written twice.</summary>
    private static string Quoted(string text, ref int at, ref int line)
    {
        var (value, first) = (new StringBuilder(), line);
        at++;
        while (at < text.Length)
        {
            var letter = text[at++];
            if (letter == '"' && (at == text.Length || text[at] is ',' or '\n' or '\r'))
                return value.ToString();
            if (letter == '"' && text[at++] != '"')
                throw EntryList.Refused($"line {line}: a quotation mark inside a value must be written twice");

            line += letter == '\n' ? 1 : 0;
            value.Append(letter);
        }

        throw EntryList.Refused($"line {first}: a quotation mark is not closed");
    }
}
