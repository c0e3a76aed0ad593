using System.Text;
using System.Text.Encodings.Web;
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
                slots.Add(new(start, place.Of((int)reader.BytesConsumed) - start, new(text)) { Write = Quoted });
            }
        }

        return slots;
    }

    private static bool IsAbout(ReadOnlySpan<byte> name) => name is [(byte)'@' or (byte)'$', ..];

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

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
