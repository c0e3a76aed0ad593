namespace Seq2SeqService.Core.Tokens;

/// <summary>A stretch of the text on its way to a piece. The links serve <see cref="AgendaMerger"/> alone.</summary>
internal record struct BpeSymbol
{
    public int Id;
    public int Start;

    /// <summary>Bytes of the text; 0 once merged into the symbol on the left.</summary>
    public int Length;

    /// <summary>Whether it is a user-defined symbol, which merges with nothing.</summary>
    public bool IsFrozen;
    public int Previous;
    public int Next;
}
