namespace Seq2SeqService.Training.Data;

/// <summary>
/// Cuts an epoch into batches of similar length under a budget of padded tokens. The order is a function of the seed and the epoch alone,
/// so that a run can be resumed anywhere.
/// </summary>
internal sealed class TokenBatcher(IReadOnlyList<EncodedPair> pairs, int maxTokens, int seed)
{
    /// <summary>The batches of one epoch, as indexes of pairs.</summary>
    public IReadOnlyList<int[]> Epoch(int epoch)
    {
        var random = new Random(HashCode(seed, epoch));
        var order = Enumerable.Range(0, pairs.Count).ToArray();
        random.Shuffle(order);

        // Sorting is stable, so pairs of equal length keep their shuffled order and meet other neighbours in each epoch.
        var sorted = order.OrderBy(i => pairs[i].Target.Length).ThenBy(i => pairs[i].Source.Length).ToArray();
        var batches = Cut(sorted).ToArray();
        random.Shuffle(batches);
        return batches;
    }

    private IEnumerable<int[]> Cut(int[] sorted)
    {
        var batch = new List<int>();
        var longest = 0;
        foreach (var i in sorted)
        {
            var wider = Math.Max(longest, pairs[i].LongerSide);
            if (batch.Count > 0 && wider * (batch.Count + 1) > maxTokens)
            {
                yield return batch.ToArray();
                batch.Clear();
                wider = pairs[i].LongerSide;
            }

            longest = wider;
            batch.Add(i);
        }

        if (batch.Count > 0)
            yield return batch.ToArray();
    }

    /// <summary>A mix that is the same on every machine and version (SplitMix64, Steele et al., 2014).</summary>
    internal static int HashCode(int seed, int number)
    {
        var z = ((ulong)(uint)seed << 32) + (uint)number + 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return (int)((z ^ (z >> 31)) & int.MaxValue);
    }
}
