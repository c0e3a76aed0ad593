using System.Runtime.InteropServices;

namespace Seq2SeqService.Core.Scores;

/// <summary>How often each n-gram occurs in one segment.</summary>
internal sealed class NgramCounts
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int Total { get; private set; }

    public bool IsEmpty => _counts.Count == 0;

    /// <summary>The n-grams of order <paramref name="order"/> of words that hold no space.</summary>
    public static NgramCounts OfWords(IReadOnlyList<string> words, int order)
    {
        var counts = new NgramCounts();
        for (var i = 0; i + order <= words.Count; i++)
            counts.Add(string.Join(' ', words.Skip(i).Take(order)));

        return counts;
    }

    /// <summary>The n-grams of order <paramref name="order"/> of characters, by code point.</summary>
    public static NgramCounts OfCharacters(string text, int order)
    {
        var counts = new NgramCounts();
        var starts = Starts(text);   // of every code point, and the end
        for (var i = 0; i + order < starts.Count; i++)
            counts.Add(text.AsSpan(starts[i], starts[i + order] - starts[i]));

        return counts;
    }

    /// <summary>Keeps the larger count of every n-gram, as several references ask for.</summary>
    public void TakeLarger(NgramCounts other)
    {
        foreach (var (ngram, count) in other._counts)
            _counts[ngram] = Math.Max(count, _counts.GetValueOrDefault(ngram));
    }

    /// <summary>How many of these n-grams the reference has too, none more often than there.</summary>
    public int MatchesIn(NgramCounts reference) =>
        _counts.Sum(pair => Math.Min(pair.Value, reference._counts.GetValueOrDefault(pair.Key)));

    private void Add(ReadOnlySpan<char> ngram)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_counts.GetAlternateLookup<ReadOnlySpan<char>>(), ngram, out _)++;
        Total++;
    }

    private static List<int> Starts(string text)
    {
        var starts = new List<int>(text.Length + 1);
        for (var i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
            starts.Add(i);

        starts.Add(text.Length);
        return starts;
    }
}
