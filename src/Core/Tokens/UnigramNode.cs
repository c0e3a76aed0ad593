namespace Seq2SeqService.Core.Tokens;

/// <summary>A place between two characters: the character behind it, and the best path that ends there.</summary>
internal record struct UnigramNode
{
    public int Character;
    public int ByteOffset;
    public int BestStart;
    public int BestPiece;
    public float BestScore;
}
