using System.Numerics;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Detection;

/// <summary>Counts the n-grams of texts by language and makes a profile of them.</summary>
public sealed class LanguageProfileBuilder
{
    /// <summary>All languages count as if they had this many n-grams of each order: what one has not shown then costs the same in all.</summary>
    private const double Total = 1e6;

    /// <summary>Added to every count, so that nothing is impossible.</summary>
    private const double Smoothing = 0.5;

    /// <summary>A language is written in every script that has this share of its letters.</summary>
    private const double ScriptShare = 0.2;

    private readonly int _buckets;
    private readonly SortedDictionary<string, Counts> _counts = new(StringComparer.Ordinal);

    /// <param name="buckets">A power of two; more of them confuse fewer n-grams with each other, at a byte a language each.</param>
    public LanguageProfileBuilder(int buckets = 1 << 16)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(BitOperations.IsPow2(buckets), true, nameof(buckets));
        _buckets = buckets;
    }

    public void Add(string language, string text)
    {
        if (!_counts.TryGetValue(language, out var counts))
            _counts[language] = counts = new(_buckets);

        TextNgrams.Visit(text, _buckets, (order, bucket) =>
        {
            counts.Ngrams[order - 1][bucket]++;
            counts.Totals[order - 1]++;
        });

        foreach (var script in text.EnumerateRunes().Select(Scripts.Of))
            counts.Letters[script] = counts.Letters.GetValueOrDefault(script) + 1;
    }

    public LanguageProfile Build()
    {
        var languages = _counts.Keys.ToList();
        var costs = new byte[_buckets * languages.Count];
        for (var language = 0; language < languages.Count; language++)
        {
            var counts = _counts[languages[language]];
            for (var bucket = 0; bucket < _buckets; bucket++)
                costs[bucket * languages.Count + language] = Cost(counts, bucket);
        }

        return new(languages, [.. _counts.Values.Select(MainScripts)], costs);
    }

    private static byte Cost(Counts counts, int bucket)
    {
        var occurrences = Smoothing;
        for (var order = 0; order < TextNgrams.MaxOrder; order++)
            occurrences += counts.Ngrams[order][bucket] * Total / Math.Max(1, counts.Totals[order]);

        return (byte)Math.Clamp(-Math.Log(occurrences / Total) * LanguageProfile.StepsPerNat, 0, byte.MaxValue);
    }

    private static Script[] MainScripts(Counts counts)
    {
        var letters = counts.Letters.Where(found => found.Key is not (Script.Any or Script.Common)).ToList();
        var all = letters.Sum(found => found.Value);
        return [.. letters.Where(found => found.Value >= all * ScriptShare).Select(found => found.Key).Order()];
    }

    private sealed class Counts(int buckets)
    {
        public long[][] Ngrams { get; } = [.. Enumerable.Range(0, TextNgrams.MaxOrder).Select(_ => new long[buckets])];   // [order, bucket]

        public long[] Totals { get; } = new long[TextNgrams.MaxOrder];

        public Dictionary<Script, long> Letters { get; } = [];
    }
}
