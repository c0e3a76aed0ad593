namespace Seq2SeqService.Core.Tokens;

/// <summary>A stretch of the text on its way to a piece, linked to its neighbours; length 0 once merged into the left one.</summary>
internal record struct BpeSymbol
{
    public int Id;
    public int Start;
    public int Length;
    public int Previous;
    public int Next;
    public bool IsFrozen;
}
