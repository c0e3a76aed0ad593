namespace Seq2SeqService.Inference.Decoding;

/// <summary>The best n finished outputs of a sentence, best first; equal scores keep the order of their arrival.</summary>
internal sealed class FinishedHypotheses(int capacity)
{
    private readonly List<Hypothesis> _best = new(capacity + 1);

    public IReadOnlyList<Hypothesis> Best => _best;

    public bool IsFull => _best.Count == capacity;

    /// <summary>The score that a newcomer must beat once the list is full.</summary>
    public double Worst => _best[^1].Score;

    public void Add(Hypothesis hypothesis)
    {
        var place = _best.FindIndex(kept => kept.Score < hypothesis.Score);
        _best.Insert(place < 0 ? _best.Count : place, hypothesis);
        if (_best.Count > capacity)
            _best.RemoveAt(capacity);
    }

    /// <summary>Takes outputs that the length limit ended, behind those that ended by themselves and only where places are free.</summary>
    public void Fill(IEnumerable<Hypothesis> cut) =>
        _best.AddRange(cut.OrderByDescending(hypothesis => hypothesis.Score).Take(capacity - _best.Count));
}
