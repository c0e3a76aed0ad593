using Seq2SeqService.Training.Data;

namespace Seq2SeqService.Training.Shortlists;

/// <summary>
/// For every source token the target tokens that stand in a pair with it, the most frequent of them: candidates for its translations. Token s
/// has those from <see cref="Offsets"/>[s] to <see cref="Offsets"/>[s + 1], ascending. Counted for some source tokens at a time, so that
/// memory does not grow with the text.
/// </summary>
internal sealed class CoOccurrences
{
    /// <summary>Counters that are kept at once (128 MiB).</summary>
    private const int MostCounters = 1 << 25;

    private CoOccurrences(int[] offsets, int[] targets) => (Offsets, Targets) = (offsets, targets);

    public int[] Offsets { get; }

    public int[] Targets { get; }

    /// <param name="vocabulary">Tokens of either side are 0 to this number less one.</param>
    /// <param name="most">Candidates of one source token at most.</param>
    public static CoOccurrences Of(IReadOnlyList<EncodedPair> pairs, int vocabulary, int most)
    {
        var offsets = new int[vocabulary + 1];
        var targets = new List<int>();
        var share = Math.Clamp(MostCounters / vocabulary, 1, vocabulary);
        var counts = new int[share * vocabulary];
        for (var first = 0; first < vocabulary; first += share)
        {
            Array.Clear(counts);
            Count(pairs, first, share, vocabulary, counts);
            for (var source = first; source < Math.Min(first + share, vocabulary); source++)
            {
                targets.AddRange(MostFrequent(counts.AsSpan((source - first) * vocabulary, vocabulary), most));
                offsets[source + 1] = targets.Count;
            }
        }

        return new(offsets, [.. targets]);
    }

    /// <summary>Where a target stands among the candidates of a source token, as an index into <see cref="Targets"/>; negative where it does not.</summary>
    public int Find(int source, int target)
    {
        var index = Targets.AsSpan(Offsets[source]..Offsets[source + 1]).BinarySearch(target);
        return index < 0 ? -1 : Offsets[source] + index;
    }

    private static void Count(IReadOnlyList<EncodedPair> pairs, int first, int share, int vocabulary, int[] counts)
    {
        foreach (var pair in pairs)
        {
            foreach (var source in pair.Source)
            {
                if (source < first || source >= first + share)
                    continue;

                var own = counts.AsSpan((source - first) * vocabulary, vocabulary);
                foreach (var target in pair.Target)
                    own[target]++;
            }
        }
    }

    /// <summary>The targets that were counted most often, ascending; of equal ones the lower.</summary>
    private static IEnumerable<int> MostFrequent(Span<int> counts, int most)
    {
        var found = new List<(int Target, int Count)>();
        for (var target = 0; target < counts.Length; target++)
        {
            if (counts[target] > 0)
                found.Add((target, counts[target]));
        }

        return found.Count <= most
            ? found.Select(candidate => candidate.Target)
            : found.OrderByDescending(candidate => candidate.Count).ThenBy(candidate => candidate.Target).Take(most).Select(candidate => candidate.Target).Order();
    }
}
