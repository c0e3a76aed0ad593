namespace Seq2SeqService.Core.Tokens;

/// <summary>The order of merging: higher counts first, then shorter pieces, then by code unit.</summary>
internal readonly record struct PairRank(long Count, int Length, string Text) : IComparable<PairRank>
{
    public int CompareTo(PairRank other)
    {
        if (Count != other.Count)
            return other.Count.CompareTo(Count);
        return Length != other.Length ? Length.CompareTo(other.Length) : string.CompareOrdinal(Text, other.Text);
    }
}
