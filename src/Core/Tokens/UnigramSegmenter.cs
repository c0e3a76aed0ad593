using System.Buffers;
using System.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>
/// The most probable segmentation under a unigram model (Kudo 2018), by Viterbi over the characters. Ties keep the path found
/// first: earlier starts before later ones, shorter pieces before longer ones.
/// </summary>
internal sealed class UnigramSegmenter : ISegmenter
{
    /// <summary>How much worse than the worst piece a character without a piece scores.</summary>
    private const float UnknownPenalty = 10;

    private readonly PieceTrie _trie;
    private readonly PieceType[] _types;
    private readonly float[] _scores;
    private readonly float _maxScore;
    private readonly float _unknownScore;
    private readonly int _unknownId;

    public UnigramSegmenter(SentencePieceModel model)
    {
        _trie = new PieceTrie(model.Pieces);
        _types = [.. model.Pieces.Select(piece => piece.Type)];
        _scores = [.. model.Pieces.Select(piece => piece.Score)];
        _unknownId = Array.IndexOf(_types, PieceType.Unknown);
        var normal = model.Pieces.Where(piece => piece.Type == PieceType.Normal).Select(piece => piece.Score).ToList();
        // The reference starts its maximum at the smallest positive float, which log probabilities never exceed.
        _maxScore = normal.Append(SmallestNormal).Max();
        _unknownScore = normal.Append(float.MaxValue).Min() - UnknownPenalty;
    }

    private static float SmallestNormal => BitConverter.UInt32BitsToSingle(0x0080_0000);

    public void Segment(ReadOnlySpan<byte> text, List<EncodedPiece> pieces, BpeDropout? dropout = null)
    {
        if (dropout is not null)
            throw new NotSupportedException("A unigram model has no merges that could be left out.");
        if (text.IsEmpty)
            return;
        var rented = ArrayPool<UnigramNode>.Shared.Rent(text.Length + 1);
        try
        {
            var nodes = rented.AsSpan(0, SplitIntoCharacters(text, rented));
            for (var start = 0; start < nodes.Length - 1; start++)
                ExtendFrom(start, nodes);
            EmitBestPath(nodes, pieces);
        }
        finally
        {
            ArrayPool<UnigramNode>.Shared.Return(rented);
        }
    }

    /// <summary>One node in front of every character, and one at the end.</summary>
    private static int SplitIntoCharacters(ReadOnlySpan<byte> text, Span<UnigramNode> nodes)
    {
        var count = 0;
        for (var start = 0; start < text.Length;)
        {
            Rune.DecodeFromUtf8(text[start..], out var character, out var length);
            nodes[count++] = new UnigramNode { Character = character.Value, ByteOffset = start, BestStart = -1 };
            start += length;
        }
        nodes[count++] = new UnigramNode { ByteOffset = text.Length, BestStart = -1 };
        return count;
    }

    private void ExtendFrom(int start, Span<UnigramNode> nodes)
    {
        var best = nodes[start].BestScore;
        var hasSingle = false;
        var trieNode = PieceTrie.Root;
        for (var end = start + 1; end < nodes.Length; end++)
        {
            trieNode = _trie.Descend(trieNode, nodes[end - 1].Character);
            if (trieNode < 0)
                break;
            var piece = _trie.PieceAt(trieNode);
            if (piece < 0 || _types[piece] == PieceType.Unused)
                continue;
            hasSingle |= end == start + 1;
            Offer(ref nodes[end], start, piece, ScoreOf(piece, nodes[end].ByteOffset - nodes[start].ByteOffset) + best);
        }
        if (!hasSingle)
            Offer(ref nodes[start + 1], start, _unknownId, _unknownScore + best);
    }

    /// <summary>
    /// A user-defined symbol scores better than anything else over the same bytes. Scores are added and compared as double but
    /// kept as float, as the reference does: otherwise rare ties fall the other way.
    /// </summary>
    private double ScoreOf(int piece, int bytes) =>
        _types[piece] == PieceType.UserDefined ? (bytes * _maxScore) - 0.1 : _scores[piece];

    private static void Offer(ref UnigramNode node, int start, int piece, double score)
    {
        if (node.BestStart >= 0 && score <= node.BestScore)
            return;
        node.BestStart = start;
        node.BestPiece = piece;
        node.BestScore = (float)score;
    }

    private static void EmitBestPath(ReadOnlySpan<UnigramNode> nodes, List<EncodedPiece> pieces)
    {
        var first = pieces.Count;
        for (var end = nodes.Length - 1; end > 0; end = nodes[end].BestStart)
        {
            var start = nodes[nodes[end].BestStart].ByteOffset;
            pieces.Add(new EncodedPiece(nodes[end].BestPiece, start, nodes[end].ByteOffset - start));
        }
        pieces.Reverse(first, pieces.Count - first);
    }
}
