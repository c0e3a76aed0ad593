using System.Runtime.InteropServices;
using System.Text;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>Cuts text into the pieces of a SentencePiece model and puts pieces together to text. Safe for many threads.</summary>
public sealed class SentencePieceProcessor
{
    private readonly SentencePieceModel _model;
    private readonly TextNormalizer _normalizer;
    private readonly ISegmenter _segmenter;
    private readonly PieceDecoder _decoder;
    private readonly Dictionary<string, int> _ids = [];
    private readonly int[] _byteIds = new int[256];
    private readonly int _unknownId;

    public SentencePieceProcessor(SentencePieceModel model)
    {
        _model = model;
        for (var id = 0; id < model.Pieces.Count; id++)
            Register(id);
        _unknownId = model.Pieces.Select(piece => piece.Type).ToList().IndexOf(PieceType.Unknown);
        var symbols = new SymbolMatcher(model.Pieces);
        _normalizer = new TextNormalizer(model.Normalizer, model.Trainer.TreatWhitespaceAsSuffix, symbols);
        _segmenter = Segmenters.For(model, symbols);
        _decoder = new PieceDecoder(model, IdOf);
    }

    /// <summary>The id of the unknown piece.</summary>
    public int UnknownId => _unknownId;

    /// <summary>The id of a piece; the unknown id when the vocabulary lacks it.</summary>
    public int IdOf(string piece) => _ids.GetValueOrDefault(piece, _unknownId);

    /// <summary>The text as pieces. Neighbouring characters that the vocabulary lacks are one piece.</summary>
    public IReadOnlyList<string> EncodePieces(string text)
    {
        var output = new List<string>();
        Encode(text, (piece, surface) => output.Add(piece.Id == _unknownId ? Encoding.UTF8.GetString(surface) : _model.Pieces[piece.Id].Text));
        return output;
    }

    /// <summary>Whether texts can be cut with <see cref="BpeDropout"/>.</summary>
    public bool HasMerges => _model.Trainer.Algorithm == SegmentationAlgorithm.Bpe;

    /// <summary>The text as ids of the model's pieces.</summary>
    public int[] EncodeIds(string text, BpeDropout? dropout = null)
    {
        var output = new List<int>();
        Encode(text, (piece, _) => output.Add(piece.Id), dropout);
        return [.. output];
    }

    /// <summary>The text that these pieces stand for.</summary>
    public string DecodePieces(IEnumerable<string> pieces) => _decoder.Decode(pieces);

    /// <summary>What of the text is certain, whatever pieces follow.</summary>
    internal string DecodeBeginning(IEnumerable<string> pieces) => _decoder.DecodeBeginning(pieces);

    /// <summary>As <see cref="DecodePieces(IEnumerable{string})"/>, with the length that the text has behind each piece.</summary>
    internal string DecodePieces(IEnumerable<string> pieces, List<int> ends) => _decoder.Decode(pieces, ends);

    /// <summary>Where each piece of the text stands in it.</summary>
    internal IReadOnlyList<TextRange> Places(string text)
    {
        var origins = new List<int>();
        var places = new List<(int Start, int End)>();   // in the normalised text's bytes
        Encode(text, (piece, _) => places.Add((piece.Start, piece.Start + piece.Length)), dropout: null, origins);

        var characters = new CharacterPlaces(text);
        var end = Encoding.UTF8.GetByteCount(text);
        return [.. places.Select(place => characters.Between(origins[place.Start], place.End < origins.Count ? origins[place.End] : end))];
    }

    /// <summary>The text as it is before it is cut into pieces.</summary>
    public string Normalize(string text)
    {
        var normalized = new Utf8Buffer(text.Length * 2);
        try
        {
            _normalizer.Normalize(text, ref normalized);
            return Encoding.UTF8.GetString(normalized.Written);
        }
        finally
        {
            normalized.Dispose();
        }
    }

    /// <summary>Hands over every piece in order; the surface matters only for the unknown piece.</summary>
    /// <param name="origins">Takes, for each byte of the normalised text, the place of the byte of <paramref name="text"/> (in UTF-8) that it comes from.</param>
    internal void Encode(string text, PieceConsumer consume, BpeDropout? dropout = null, List<int>? origins = null)
    {
        var normalized = new Utf8Buffer(text.Length * 2);
        try
        {
            _normalizer.Normalize(text, ref normalized, origins);
            var pieces = new List<EncodedPiece>((normalized.Count / 3) + 8);
            _segmenter.Segment(normalized.Written, pieces, dropout);
            Emit(CollectionsMarshal.AsSpan(pieces), normalized.Written, consume);
        }
        finally
        {
            normalized.Dispose();
        }
    }

    private void Emit(ReadOnlySpan<EncodedPiece> pieces, ReadOnlySpan<byte> text, PieceConsumer consume)
    {
        for (var i = 0; i < pieces.Length; i++)
        {
            var (id, start, length) = pieces[i];
            if (id == _unknownId && _model.Trainer.ByteFallback)
            {
                foreach (var value in text.Slice(start, length))
                    consume(new(_byteIds[value], start, length), default);
                continue;
            }
            while (id == _unknownId && i + 1 < pieces.Length && pieces[i + 1].Id == _unknownId)
                length += pieces[++i].Length;
            consume(new(id, start, length), text.Slice(start, length));
        }
    }

    private void Register(int id)
    {
        var piece = _model.Pieces[id];
        if (ModelRules.IsFromText(piece.Type))
            _ids.TryAdd(piece.Text, id);
        else
            _ids[piece.Text] = id;
        if (piece.Type == PieceType.Byte)
            _byteIds[ModelRules.ByteOf(piece.Text)] = id;
    }
}
