using System.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>
/// A model's pieces seen as merges. A symbol is the id of a piece, or, for a character that is no piece itself but part of one,
/// a number from the vocabulary's size upwards. Whatever merging can produce is then known by its two halves alone.
/// </summary>
internal sealed class BpeVocabulary
{
    private readonly Dictionary<string, int> _symbols = [];
    private readonly Dictionary<int, int> _characters = [];
    private readonly PairTable _pairs;

    public BpeVocabulary(IReadOnlyList<SentencePiece> pieces)
    {
        for (var id = 0; id < pieces.Count; id++)
        {
            if (ModelRules.IsFromText(pieces[id].Type))
                _symbols.Add(pieces[id].Text, id);
        }
        AddLooseCharacters(pieces);
        foreach (var (text, symbol) in _symbols)
        {
            if (Rune.TryGetRuneAt(text, 0, out var rune) && rune.Utf16SequenceLength == text.Length)
                _characters.Add(rune.Value, symbol);
        }
        _pairs = new PairTable(FindPairs(pieces));
    }

    /// <summary>The symbol of a character given by its code point, or −1 when no piece contains it.</summary>
    public int SymbolOf(int character) => _characters.GetValueOrDefault(character, -1);

    /// <summary>The piece that two neighbouring symbols form, or −1.</summary>
    public int Merge(int left, int right) => _pairs.Find(left, right);

    private void AddLooseCharacters(IReadOnlyList<SentencePiece> pieces)
    {
        var next = pieces.Count;
        foreach (var piece in pieces.Where(piece => ModelRules.IsFromText(piece.Type)))
        {
            foreach (var rune in piece.Text.EnumerateRunes())
            {
                if (_symbols.TryAdd(rune.ToString(), next))
                    next++;
            }
        }
    }

    private List<(int Left, int Right, int Piece)> FindPairs(IReadOnlyList<SentencePiece> pieces)
    {
        var pairs = new List<(int, int, int)>();
        var symbols = _symbols.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var id = 0; id < pieces.Count; id++)
        {
            var text = pieces[id].Text.AsSpan();
            if (!ModelRules.IsFromText(pieces[id].Type))
                continue;
            for (var cut = 1; cut < text.Length; cut++)
            {
                if (!char.IsLowSurrogate(text[cut])
                    && symbols.TryGetValue(text[..cut], out var left)
                    && symbols.TryGetValue(text[cut..], out var right))
                    pairs.Add((left, right, id));
            }
        }
        return pairs;
    }
}
