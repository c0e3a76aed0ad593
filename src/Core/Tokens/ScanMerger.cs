namespace Seq2SeqService.Core.Tokens;

/// <summary>Merges the symbols of a short word: no queue, the best pair is looked for anew each time.</summary>
internal sealed class ScanMerger(BpeVocabulary vocabulary)
{
    /// <summary>Above this the agenda's n·log n beats the scan's n².</summary>
    public const int MaxSymbols = 32;

    private const int None = -1;

    public void Merge(Span<BpeSymbol> symbols, List<EncodedPiece> pieces)
    {
        Span<int> merges = stackalloc int[MaxSymbols]; // [i]: the piece that symbols i and i + 1 form
        var count = symbols.Length;
        for (var i = 0; i + 1 < count; i++)
            merges[i] = Candidate(symbols[i], symbols[i + 1]);
        while (Best(merges[..(count - 1)]) is >= 0 and var best)
        {
            symbols[best].Id = merges[best];
            symbols[best].Length += symbols[best + 1].Length;
            count--;
            symbols[(best + 2)..(count + 1)].CopyTo(symbols[(best + 1)..]);
            merges[(best + 1)..count].CopyTo(merges[best..]);
            if (best > 0)
                merges[best - 1] = Candidate(symbols[best - 1], symbols[best]);
            if (best + 1 < count)
                merges[best] = Candidate(symbols[best], symbols[best + 1]);
        }
        foreach (var symbol in symbols[..count])
            pieces.Add(new EncodedPiece(vocabulary.PieceOf(symbol.Id), symbol.Start, symbol.Length));
    }

    private int Candidate(in BpeSymbol left, in BpeSymbol right) =>
        left.IsFrozen || right.IsFrozen ? None : vocabulary.Merge(left.Id, right.Id);

    private int Best(ReadOnlySpan<int> merges)
    {
        var best = None;
        var bestScore = float.NegativeInfinity;
        for (var i = 0; i < merges.Length; i++)
        {
            if (merges[i] != None && vocabulary.ScoreOf(merges[i]) > bestScore)
                (best, bestScore) = (i, vocabulary.ScoreOf(merges[i]));
        }
        return best;
    }
}
