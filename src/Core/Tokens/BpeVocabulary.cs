using System.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>
/// A model's pieces seen as merges. A symbol is the id of a piece, or, for a character that is no piece itself but part of one,
/// a number from the vocabulary's size upwards. Whatever merging can produce is then known by its two halves alone.
/// </summary>
internal sealed class BpeVocabulary
{
    /// <summary>Characters below this code point (Latin to Arabic) are looked up in an array.</summary>
    private const int CommonCharacters = 0x800;

    private readonly PieceType[] _types;
    private readonly float[] _scores;
    private readonly Dictionary<string, int> _symbols = [];
    private readonly int[] _commonCharacters = new int[CommonCharacters];
    private readonly Dictionary<int, int> _characters = [];
    private readonly PairTable _pairs;

    public BpeVocabulary(IReadOnlyList<SentencePiece> pieces)
    {
        _types = [.. pieces.Select(piece => piece.Type)];
        _scores = [.. pieces.Select(piece => piece.Score)];
        UnknownId = Array.IndexOf(_types, PieceType.Unknown);
        HasUnused = _types.Contains(PieceType.Unused);
        KeepsWordsApart = !pieces.Any(piece => ModelRules.IsFromText(piece.Type) && piece.Text.LastIndexOf(Utf8.SpaceMark) > 0);
        for (var id = 0; id < pieces.Count; id++)
        {
            if (ModelRules.IsFromText(pieces[id].Type))
                _symbols.Add(pieces[id].Text, id);
        }
        AddLooseCharacters(pieces);
        IndexCharacters();
        _pairs = new PairTable(FindPairs(pieces));
    }

    public int UnknownId { get; }

    /// <summary>Whether merges may have to be undone because a piece is in the vocabulary but never chosen.</summary>
    public bool HasUnused { get; }

    /// <summary>Whether no piece reaches over the beginning of a word, so that words can be merged one by one.</summary>
    public bool KeepsWordsApart { get; }

    /// <summary>The symbol of a character given by its code point, or −1 when no piece contains it.</summary>
    public int SymbolOf(int character) =>
        character < CommonCharacters ? _commonCharacters[character] : _characters.GetValueOrDefault(character, -1);

    /// <summary>The piece that two neighbouring symbols form, or −1.</summary>
    public int Merge(int left, int right) => _pairs.Find(left, right);

    public float ScoreOf(int piece) => _scores[piece];

    /// <summary>The piece that a symbol is in the end.</summary>
    public int PieceOf(int symbol) => (uint)symbol < (uint)_types.Length ? symbol : UnknownId;

    public bool IsUnused(int symbol) => (uint)symbol < (uint)_types.Length && _types[symbol] == PieceType.Unused;

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

    private void IndexCharacters()
    {
        Array.Fill(_commonCharacters, -1);
        foreach (var (text, symbol) in _symbols)
        {
            var first = Rune.GetRuneAt(text, 0);
            if (first.Utf16SequenceLength != text.Length)
                continue;
            _characters.Add(first.Value, symbol);
            if (first.Value < CommonCharacters)
                _commonCharacters[first.Value] = symbol;
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
