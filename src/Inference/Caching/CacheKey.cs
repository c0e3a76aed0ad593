using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Caching;

/// <summary>All that decides what becomes of a sentence: its tokens and how they are decoded.</summary>
internal sealed class CacheKey : IEquatable<CacheKey>
{
    private readonly int[] _source;
    private readonly IReadOnlyList<int> _prefix;
    private readonly IReadOnlyList<IReadOnlyList<int>> _phrases;
    private readonly DecodingOptions _options;
    private readonly int _hash;

    private CacheKey(Job job)
    {
        _source = job.Source;
        _prefix = job.Options.Prefix;
        _phrases = job.Options.Phrases;
        _options = job.Options with { Prefix = [], Phrases = [], Seed = 0, TopK = 0, TopP = 0 };   // lists are compared by their tokens, the others mean nothing without drawing

        var hash = default(HashCode);
        foreach (var token in _source)
            hash.Add(token);
        foreach (var token in _prefix)
            hash.Add(token);
        foreach (var token in _phrases.SelectMany(phrase => phrase))
            hash.Add(token);
        hash.Add(_options);
        _hash = hash.ToHashCode();
    }

    /// <summary>In the numbers that it holds.</summary>
    public int Length => _source.Length + _prefix.Count + _phrases.Sum(phrase => phrase.Count);

    /// <summary>Null for what is drawn at random.</summary>
    public static CacheKey? Of(Job job) => job.Options.Temperature > 0 ? null : new(job);

    public bool Equals(CacheKey? other) =>
        other is not null && _hash == other._hash && _source.AsSpan().SequenceEqual(other._source) && _prefix.SequenceEqual(other._prefix)
        && _options == other._options && _phrases.Count == other._phrases.Count && _phrases.Zip(other._phrases).All(pair => pair.First.SequenceEqual(pair.Second));

    public override bool Equals(object? obj) => Equals(obj as CacheKey);

    public override int GetHashCode() => _hash;
}
