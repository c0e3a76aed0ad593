namespace Seq2SeqService.Core.Tokens;

/// <summary>A merge that may be made: two symbols, the bytes they cover together, and the piece that results.</summary>
internal readonly record struct BpeMerge(float Score, int Left, int Right, int Length, int Piece)
{
    public bool IsBefore(in BpeMerge other) => Score > other.Score || (Score == other.Score && Left < other.Left);
}
