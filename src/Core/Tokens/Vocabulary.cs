using System.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>The pieces of a checkpoint by id, special ones included: what <c>vocab.json</c> holds.</summary>
public sealed class Vocabulary
{
    internal const string Eos = "</s>", Unknown = "<unk>", Pad = "<pad>";

    private readonly string[] _pieces;
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int> _textIds;
    private readonly Dictionary<string, int> _tags = [];

    /// <param name="pieces">Every piece; its index is its id. <c>&lt;/s&gt;</c>, <c>&lt;unk&gt;</c> and <c>&lt;pad&gt;</c> must be there.</param>
    /// <exception cref="FormatException">A special piece is missing or a piece occurs twice.</exception>
    public Vocabulary(IEnumerable<string> pieces)
    {
        _pieces = [.. pieces];
        _ids = new Dictionary<string, int>(_pieces.Length);
        for (var id = 0; id < _pieces.Length; id++)
        {
            if (!_ids.TryAdd(_pieces[id], id))
                throw new FormatException($"the piece \"{_pieces[id]}\" occurs twice");
            if (IsTag(_pieces[id]))
                _tags.Add(_pieces[id][2..^2], id);
        }
        EosId = Require(Eos);
        UnknownId = Require(Unknown);
        PadId = Require(Pad);
        _textIds = _ids.Where(entry => IsText(entry.Value)).ToDictionary();
    }

    public int Size => _pieces.Length;

    public int EosId { get; }

    public int PadId { get; }

    public int UnknownId { get; }

    /// <summary>The pieces in the order of their ids.</summary>
    public IReadOnlyList<string> Pieces => _pieces;

    /// <summary>
    /// The vocabulary of a network for one model of both languages: <c>&lt;/s&gt;</c> is 0, <c>&lt;unk&gt;</c> is 1, then the
    /// model's pieces in their order, <c>&lt;pad&gt;</c> last.
    /// </summary>
    public static Vocabulary From(SentencePieceModel model)
    {
        var pieces = model.Pieces
            .Where(piece => piece.Type != PieceType.Unknown && piece.Text is not (Eos or Unknown or Pad or "<s>"))
            .Select(piece => piece.Text);
        return new Vocabulary([Eos, Unknown, .. pieces, Pad]);
    }

    /// <summary>Whether a piece is the tag of a target language.</summary>
    internal static bool IsTag(string piece) =>
        piece.Length > 4 && piece.StartsWith(">>", StringComparison.Ordinal) && piece.EndsWith("<<", StringComparison.Ordinal);

    /// <summary>Whether the id stands for text: it is in the vocabulary and neither an end, a pad nor a tag.</summary>
    internal bool IsText(int id) => (uint)id < (uint)_pieces.Length && id != EosId && id != PadId && !IsTag(_pieces[id]);

    internal string PieceOf(int id) => _pieces[id];

    /// <summary>The id of a piece that came from text. What looks like a special piece there is unknown text.</summary>
    internal int IdOfText(string piece) => _textIds.GetValueOrDefault(piece, UnknownId);

    internal int IdOfText(ReadOnlySpan<byte> piece) => IdOfText(Encoding.UTF8.GetString(piece));

    /// <summary>The id of the tag <c>&gt;&gt;language&lt;&lt;</c>, or −1.</summary>
    internal int TagOf(string language) => _tags.GetValueOrDefault(language, -1);

    private int Require(string piece) =>
        _ids.TryGetValue(piece, out var id) ? id : throw new FormatException($"the piece \"{piece}\" is missing");
}
