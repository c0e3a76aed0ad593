namespace Seq2SeqService.Training.Data.Blocks;

/// <summary>Pairs are equal where their ids are; the tag of the target language is one of them.</summary>
internal sealed class EqualIds : IEqualityComparer<EncodedPair>
{
    public static EqualIds Comparer { get; } = new();

    public bool Equals(EncodedPair? x, EncodedPair? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.Source.AsSpan().SequenceEqual(y.Source) && x.Target.AsSpan().SequenceEqual(y.Target));

    public int GetHashCode(EncodedPair obj)
    {
        var hash = new HashCode();
        foreach (var id in obj.Source)
            hash.Add(id);
        foreach (var id in obj.Target)
            hash.Add(id);
        return hash.ToHashCode();
    }
}
