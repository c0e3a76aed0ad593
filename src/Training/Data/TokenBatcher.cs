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
        var random = new Random(Seed.Mix(seed, epoch));
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
}
