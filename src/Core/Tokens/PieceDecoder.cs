using System.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>Puts pieces together to text: marks become spaces, control pieces vanish, byte pieces are read as UTF-8.</summary>
internal sealed class PieceDecoder(SentencePieceModel model, Func<string, int> idOf)
{
    private readonly bool _dropFirstSpace = model.Normalizer.AddDummyPrefix || model.Normalizer.RemoveExtraWhitespaces;
    private readonly TextNormalizer? _denormalizer =
        model.Denormalizer is { PrecompiledCharsmap.IsEmpty: false } spec ? new TextNormalizer(spec, spaceAsSuffix: false, new SymbolMatcher([])) : null;

    /// <param name="ends">Takes the text's length behind each piece; where bytes make up a character, it ends with all of them.</param>
    public string Decode(IEnumerable<string> pieces, List<int>? ends = null)
    {
        var (text, bytes) = Read(pieces, ends);
        Flush(bytes, text, ends);
        return Denormalize(text.ToString());
    }

    /// <summary>
    /// The part of the text that no further piece can change: without bytes at the end, which may be the first of a character, and nothing at all
    /// where rules that look ahead are applied to the whole.
    /// </summary>
    public string DecodeBeginning(IEnumerable<string> pieces) => _denormalizer is null ? Read(pieces, ends: null).Text.ToString() : "";

    /// <summary>The text, and the bytes at its end.</summary>
    private (StringBuilder Text, List<byte> Bytes) Read(IEnumerable<string> pieces, List<int>? ends)
    {
        var text = new StringBuilder();
        var bytes = new List<byte>();
        var spaceSeen = false;
        var atStart = true;
        foreach (var piece in pieces)
        {
            var id = idOf(piece);
            if (model.Pieces[id].Type == PieceType.Byte)
            {
                bytes.Add((byte)ModelRules.ByteOf(piece));
                continue;
            }
            Flush(bytes, text, ends);
            if (spaceSeen || text.Length > 0)
                atStart = false;
            text.Append(Surface(piece, id, atStart, out spaceSeen));
            ends?.Add(text.Length);
        }
        return (text, bytes);
    }

    private string Surface(string piece, int id, bool atStart, out bool spaceSeen)
    {
        spaceSeen = false;
        switch (model.Pieces[id].Type)
        {
            case PieceType.Control:
                return "";
            case PieceType.Unknown:
                return piece == model.Pieces[id].Text ? model.Trainer.UnknownSurface : piece;
        }
        if (atStart && _dropFirstSpace && piece.StartsWith(Utf8.SpaceMark))
        {
            // With extra spaces removed every leading mark is dropped, not only the first.
            spaceSeen = !model.Normalizer.RemoveExtraWhitespaces;
            piece = piece[1..];
        }
        return piece.Replace(Utf8.SpaceMark, ' ');
    }

    /// <summary>A byte that is no part of valid UTF-8 becomes one U+FFFD.</summary>
    private static void Flush(List<byte> bytes, StringBuilder text, List<int>? ends)
    {
        var rest = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes);
        while (!rest.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(rest, out var rune, out var consumed) == System.Buffers.OperationStatus.Done;
            text.Append(valid ? rune.ToString() : "\uFFFD");
            rest = rest[(valid ? consumed : 1)..];
        }
        ends?.AddRange(Enumerable.Repeat(text.Length, bytes.Count));
        bytes.Clear();
    }

    private string Denormalize(string text)
    {
        if (_denormalizer is null)
            return text;
        var output = new Utf8Buffer(text.Length);
        try
        {
            _denormalizer.Normalize(text, ref output);
            return Encoding.UTF8.GetString(output.Written);
        }
        finally
        {
            output.Dispose();
        }
    }
}
