using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Seq2SeqService.Core.Documents.Plain;

/// <summary>
/// JSON files of an interface's strings: string values are translated, names and all else stay to the character. What stands below a name that
/// begins with <c>@</c> or <c>$</c> tells about strings (ARB, schemas) and stays too.
/// </summary>
internal sealed class JsonStringsFormat : IDocumentFormat
{
    private const int MaxDepth = 64;

    public IReadOnlyList<string> Endings { get; } = [".json", ".arb"];

    public string MediaType => "application/json";

    public IDocument Read(byte[] content, DocumentLimits limits)
    {
        var file = DecodedText.Of(content);
        try
        {
            return new SplicedDocument(file, Slots(Encoding.UTF8.GetBytes(file.Text)));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)   // the latter: half a surrogate pair
        {
            throw new DocumentException($"The file is not JSON: {error.Message}", error);
        }
    }

    private static List<Slot> Slots(byte[] json)
    {
        var slots = new List<Slot>();
        var reader = new Utf8JsonReader(json, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = MaxDepth });
        var place = new Place(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && IsAbout(reader.ValueSpan))
                reader.Skip();
            else if (reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } text)
            {
                var start = place.Of((int)reader.TokenStartIndex);
                var (end, own) = (place.Of((int)reader.BytesConsumed), Encoding.UTF8.GetString(json, (int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex)));
                slots.Add(new(start, end - start, new(text)) { Write = translation => translation == text ? own : Quoted(translation) });
            }
        }

        return slots;
    }

    private static bool IsAbout(ReadOnlySpan<byte> name) => name is [(byte)'@' or (byte)'$', ..];

    /// <summary>With the escapes that JSON demands (RFC 8259, 7) and no others.</summary>
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            if (character is '"' or '\\')
                quoted.Append('\\').Append(character);
            else if (character == '\n')
                quoted.Append("\\n");
            else if (character < ' ')
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Places in the bytes as places in the characters; asked from front to back.</summary>
    private sealed class Place(byte[] json)
    {
        private int _bytes;
        private int _characters;

        public int Of(int bytes)
        {
            _characters += Encoding.UTF8.GetCharCount(json, _bytes, bytes - _bytes);
            _bytes = bytes;
            return _characters;
        }
    }
}
