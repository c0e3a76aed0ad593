using System.Buffers;
using System.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>
/// Byte-pair encoding: starting from single characters, the neighbouring pair whose merged piece has the highest score is
/// merged, leftmost first among equals, until no pair forms a piece.
/// </summary>
internal sealed class BpeSegmenter(SentencePieceModel model, SymbolMatcher userSymbols) : ISegmenter
{
    private readonly BpeVocabulary _vocabulary = new(model.Pieces);
    private readonly PieceType[] _types = [.. model.Pieces.Select(piece => piece.Type)];
    private readonly float[] _scores = [.. model.Pieces.Select(piece => piece.Score)];
    private readonly int _unknownId = model.Pieces.Select(piece => piece.Type).ToList().IndexOf(PieceType.Unknown);

    public void Segment(ReadOnlySpan<byte> text, List<EncodedPiece> pieces)
    {
        if (text.IsEmpty)
            return;
        var rented = ArrayPool<BpeSymbol>.Shared.Rent(text.Length);
        try
        {
            var symbols = rented.AsSpan(0, SplitIntoCharacters(text, rented));
            var undo = MergeAll(symbols);
            for (var index = 0; index != -1; index = symbols[index].Next)
                Emit(symbols[index], undo, pieces);
        }
        finally
        {
            ArrayPool<BpeSymbol>.Shared.Return(rented);
        }
    }

    private int SplitIntoCharacters(ReadOnlySpan<byte> text, Span<BpeSymbol> symbols)
    {
        var count = 0;
        for (var start = 0; start < text.Length; count++)
        {
            var length = userSymbols.Match(text[start..], out var id);
            var isUserSymbol = length > 0;
            if (!isUserSymbol)
            {
                Rune.DecodeFromUtf8(text[start..], out var rune, out length);
                id = _vocabulary.SymbolOf(rune.Value);
            }
            symbols[count] = new BpeSymbol
            {
                Id = id,
                Start = start,
                Length = length,
                Previous = count - 1,
                Next = start + length < text.Length ? count + 1 : -1,
                IsFrozen = isUserSymbol,
            };
            start += length;
        }
        return count;
    }

    /// <summary>Merges in place; returns how merges that end in an unused piece were made, so that they can be undone.</summary>
    private Dictionary<int, (int Left, int Right, int LeftLength)>? MergeAll(Span<BpeSymbol> symbols)
    {
        Dictionary<int, (int, int, int)>? undo = null;
        using var agenda = new MergeAgenda(symbols.Length);
        for (var i = 1; i < symbols.Length; i++)
            Consider(symbols, i - 1, i, agenda, ref undo);
        while (agenda.TryTake(out var merge))
        {
            ref var left = ref symbols[merge.Left];
            ref var right = ref symbols[merge.Right];
            if (left.Length == 0 || right.Length == 0 || left.Length + right.Length != merge.Length)
                continue;
            left.Id = merge.Piece;
            left.Length += right.Length;
            left.Next = right.Next;
            if (right.Next >= 0)
                symbols[right.Next].Previous = merge.Left;
            right.Length = 0;
            Consider(symbols, left.Previous, merge.Left, agenda, ref undo);
            Consider(symbols, merge.Left, left.Next, agenda, ref undo);
        }
        return undo;
    }

    private void Consider(
        Span<BpeSymbol> symbols, int left, int right, MergeAgenda agenda, ref Dictionary<int, (int, int, int)>? undo)
    {
        if (left < 0 || right < 0 || symbols[left].IsFrozen || symbols[right].IsFrozen)
            return;
        var piece = _vocabulary.Merge(symbols[left].Id, symbols[right].Id);
        if (piece < 0)
            return;
        agenda.Add(new BpeMerge(_scores[piece], left, right, symbols[left].Length + symbols[right].Length, piece));
        if (_types[piece] == PieceType.Unused)
            (undo ??= [])[piece] = (symbols[left].Id, symbols[right].Id, symbols[left].Length);
    }

    private void Emit(BpeSymbol symbol, Dictionary<int, (int Left, int Right, int LeftLength)>? undo, List<EncodedPiece> pieces)
    {
        var isPiece = (uint)symbol.Id < (uint)_types.Length;
        if (undo is null || !isPiece || _types[symbol.Id] != PieceType.Unused || !undo.TryGetValue(symbol.Id, out var halves))
        {
            pieces.Add(new EncodedPiece(isPiece ? symbol.Id : _unknownId, symbol.Start, symbol.Length));
            return;
        }
        var rest = symbol.Length - halves.LeftLength;
        Emit(symbol with { Id = halves.Left, Length = halves.LeftLength }, undo, pieces);
        Emit(symbol with { Id = halves.Right, Start = symbol.Start + halves.LeftLength, Length = rest }, undo, pieces);
    }
}
