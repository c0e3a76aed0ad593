using System.Text;

namespace Seq2SeqService.Core.Documents.Plain;

/// <summary>Strings as catalogues of gettext write them: quoted, with the escapes of C.</summary>
internal static class PoString
{
    private const string Escaped = "abfnrtv\"\\";
    private const string Plain = "\a\b\f\n\r\t\v\"\\";

    /// <summary>The string that stands between the quotation marks.</summary>
    public static string Read(string quoted)
    {
        var text = new StringBuilder(quoted.Length);
        for (var i = 1; i < quoted.Length - 1; i++)
        {
            var known = quoted[i] == '\\' && i + 1 < quoted.Length - 1 ? Escaped.IndexOf(quoted[i + 1], StringComparison.Ordinal) : -1;
            text.Append(known >= 0 ? Plain[known] : quoted[i]);
            if (known >= 0)
                i++;
        }

        return text.ToString();
    }

    /// <summary>One line, or, where the string has several, each of them on a line of its own below an empty one.</summary>
    public static string Write(string text, string lineBreak)
    {
        var lines = Lines(text).Select(line => $"\"{Escape(line)}\"").ToList();
        return lines.Count == 1 ? lines[0] : string.Join(lineBreak, lines.Prepend("\"\""));
    }

    /// <summary>Lines with their line feeds.</summary>
    private static List<string> Lines(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var feed ? feed + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines.Count == 0 ? [""] : lines;
    }

    private static string Escape(string line)
    {
        var text = new StringBuilder(line.Length + 8);
        foreach (var character in line)
        {
            var known = Plain.IndexOf(character, StringComparison.Ordinal);
            text.Append(known >= 0 ? $"\\{Escaped[known]}" : $"{character}");
        }

        return text.ToString();
    }
}
