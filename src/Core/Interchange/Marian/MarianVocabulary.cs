using System.Globalization;
using System.Text;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.Marian;

/// <summary>
/// Marian's <c>vocab.yml</c>: a piece and its id on each line. It is read line by line and not as YAML, since pieces hold characters that
/// YAML parsers take for line ends or refuse.
/// </summary>
internal static class MarianVocabulary
{
    private const int MaxBytes = 64 << 20;

    /// <summary>The pieces by id; ids are 0 to n − 1, each once.</summary>
    public static string[] Read(string path)
    {
        var file = Path.GetFileName(path);
        var text = Encoding.UTF8.GetString(JsonFile.ReadBytes(path, MaxBytes));
        var ids = new List<(string Piece, int Id)>();
        var open = "";
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (line.StartsWith("? ", StringComparison.Ordinal))
                open = line[2..];   // a long piece, whose id follows on the next line
            else if (line is not ("" or "---" or "..." or "{}"))
                ids.Add(Entry(open + line, file));
            if (!line.StartsWith("? ", StringComparison.Ordinal))
                open = "";
        }

        return InOrder(ids, file);
    }

    /// <summary>The text of a file, every piece in quotes.</summary>
    public static string Write(IReadOnlyList<string> pieces)
    {
        var text = new StringBuilder();
        for (var id = 0; id < pieces.Count; id++)
        {
            text.Append('"');
            foreach (var letter in pieces[id])
                text.Append(Escape(letter));
            text.Append(CultureInfo.InvariantCulture, $"\": {id}\n");
        }

        return text.ToString();
    }

    // What YAML takes for the end of a text or a line, or does not allow.
    private static string Escape(char letter) => letter switch
    {
        '"' or '\\' => $"\\{letter}",
        < ' ' or (>= '\u007f' and <= '\u00a0') or '\u2028' or '\u2029' or '\ufeff' => $"\\u{(int)letter:x4}",
        _ => letter.ToString(),
    };

    private static (string Piece, int Id) Entry(string line, string file)
    {
        var colon = line.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(line[(colon + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            throw new CheckpointException($"{file}: the line '{(line.Length > 60 ? line[..60] : line)}' is not a piece and its id.");

        return (Unquoted(line[..colon].Trim(' '), file), id);
    }

    private static string Unquoted(string piece, string file)
    {
        if (piece.Length > 1 && piece[0] == '\'' && piece[^1] == '\'')
            return piece[1..^1].Replace("''", "'", StringComparison.Ordinal);

        return piece.Length > 1 && piece[0] == '"' && piece[^1] == '"' ? Unescaped(piece[1..^1], file) : piece;
    }

    private static string Unescaped(string piece, string file)
    {
        var text = new StringBuilder(piece.Length);
        for (var i = 0; i < piece.Length; i++)
        {
            if (piece[i] != '\\' || i + 1 == piece.Length)
            {
                text.Append(piece[i]);
                continue;
            }

            var digits = piece[++i] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            text.Append(digits == 0 ? Escaped(piece[i]) : Hexadecimal(piece.AsSpan(i + 1), digits, file));
            i += digits;
        }

        return text.ToString();
    }

    private static string Escaped(char letter) => letter switch
    {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        '0' => "\0",
        'a' => "\a",
        'b' => "\b",
        'e' => "\u001b",
        'f' => "\f",
        'v' => "\v",
        'N' => "\u0085",
        '_' => "\u00a0",
        'L' => "\u2028",
        'P' => "\u2029",
        _ => letter.ToString(),
    };

    private static string Hexadecimal(ReadOnlySpan<char> rest, int digits, string file)
    {
        if (rest.Length >= digits && int.TryParse(rest[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code))
            return new Rune(code).ToString();

        throw new CheckpointException($"{file}: a piece has an escape that is no character.");
    }

    private static string[] InOrder(List<(string Piece, int Id)> entries, string file)
    {
        var pieces = new string[entries.Count];
        foreach (var (piece, id) in entries)
        {
            if (id >= pieces.Length || pieces[id] is not null)
                throw new CheckpointException($"{file}: the id {id} of \"{piece}\" is outside 0 to {pieces.Length - 1} or given twice.");
            pieces[id] = piece;
        }

        return pieces;
    }
}
