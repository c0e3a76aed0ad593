namespace Seq2SeqService.Core.Tokens;

/// <summary>Merges any number of symbols with a queue of possible merges; the plain statement of what merging does.</summary>
internal sealed class AgendaMerger(BpeVocabulary vocabulary)
{
    public void Merge(Span<BpeSymbol> symbols, List<EncodedPiece> pieces, BpeDropout? dropout = null)
    {
        for (var i = 0; i < symbols.Length; i++)
        {
            symbols[i].Previous = i - 1;
            symbols[i].Next = i + 1 < symbols.Length ? i + 1 : -1;
        }
        var undo = MergeAll(symbols, dropout);
        for (var index = 0; index != -1; index = symbols[index].Next)
            Emit(symbols[index], undo, pieces);
    }

    /// <summary>Merges in place; returns how merges that end in an unused piece were made, so that they can be undone.</summary>
    private Dictionary<int, UndoneMerge>? MergeAll(Span<BpeSymbol> symbols, BpeDropout? dropout)
    {
        Dictionary<int, UndoneMerge>? undo = vocabulary.HasUnused ? [] : null;
        using var agenda = new MergeAgenda(symbols.Length);
        for (var i = 1; i < symbols.Length; i++)
            Consider(symbols, i - 1, i, agenda, undo);
        while (agenda.TryTake(out var merge))
        {
            ref var left = ref symbols[merge.Left];
            ref var right = ref symbols[merge.Right];
            if (left.Length == 0 || right.Length == 0 || left.Length + right.Length != merge.Length)
                continue;
            if (dropout?.DropsNext() == true)
                continue;
            left.Id = merge.Piece;
            left.Length += right.Length;
            left.Next = right.Next;
            if (right.Next >= 0)
                symbols[right.Next].Previous = merge.Left;
            right.Length = 0;
            Consider(symbols, left.Previous, merge.Left, agenda, undo);
            Consider(symbols, merge.Left, left.Next, agenda, undo);
        }
        return undo;
    }

    private void Consider(Span<BpeSymbol> symbols, int left, int right, MergeAgenda agenda, Dictionary<int, UndoneMerge>? undo)
    {
        if (left < 0 || right < 0 || symbols[left].IsFrozen || symbols[right].IsFrozen)
            return;
        var piece = vocabulary.Merge(symbols[left].Id, symbols[right].Id);
        if (piece < 0)
            return;
        var length = symbols[left].Length + symbols[right].Length;
        agenda.Add(new BpeMerge(vocabulary.ScoreOf(piece), left, right, length, piece));
        if (undo is not null && vocabulary.IsUnused(piece))
            undo[piece] = new UndoneMerge(symbols[left].Id, symbols[right].Id, symbols[left].Length);
    }

    private void Emit(BpeSymbol symbol, Dictionary<int, UndoneMerge>? undo, List<EncodedPiece> pieces)
    {
        if (undo is null || !vocabulary.IsUnused(symbol.Id) || !undo.TryGetValue(symbol.Id, out var halves))
        {
            pieces.Add(new EncodedPiece(vocabulary.PieceOf(symbol.Id), symbol.Start, symbol.Length));
            return;
        }
        var leftLength = halves.LeftLength;
        Emit(symbol with { Id = halves.Left, Length = leftLength }, undo, pieces);
        Emit(symbol with { Id = halves.Right, Start = symbol.Start + leftLength, Length = symbol.Length - leftLength }, undo, pieces);
    }

    private readonly record struct UndoneMerge(int Left, int Right, int LeftLength);
}
