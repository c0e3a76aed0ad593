using System.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>Finds the longest user-defined symbol at a place of a text.</summary>
internal sealed class SymbolMatcher
{
    /// <summary>Symbols by their first byte, longest first.</summary>
    private readonly (byte[] Bytes, int Id)[]?[] _byFirstByte = new (byte[], int)[]?[256];

    public SymbolMatcher(IReadOnlyList<SentencePiece> pieces)
    {
        var symbols = pieces.Select((piece, id) => (piece, id))
            .Where(entry => entry.piece.Type == PieceType.UserDefined)
            .Select(entry => (Bytes: Encoding.UTF8.GetBytes(entry.piece.Text), entry.id));
        foreach (var group in symbols.GroupBy(symbol => symbol.Bytes[0]))
            _byFirstByte[group.Key] = [.. group.OrderByDescending(symbol => symbol.Bytes.Length)];
    }

    /// <summary>Length in bytes of the longest symbol at the start of the text, 0 when there is none.</summary>
    public int Match(ReadOnlySpan<byte> text, out int id)
    {
        id = -1;
        if (_byFirstByte[text[0]] is not { } candidates)
            return 0;
        foreach (var (bytes, candidate) in candidates)
        {
            if (text.StartsWith(bytes))
            {
                id = candidate;
                return bytes.Length;
            }
        }
        return 0;
    }

    public bool CanStart(byte first) => _byFirstByte[first] is not null;
}
