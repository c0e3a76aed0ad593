namespace Seq2SeqService.Inference.Decoding;

/// <summary>The best n finished outputs of a sentence, best first; equal scores keep the order of their arrival.</summary>
internal sealed class FinishedHypotheses(int capacity)
{
    private readonly List<FinishedHypothesis> _best = new(capacity + 1);

    public IReadOnlyList<FinishedHypothesis> Best => _best;

    public bool IsFull => _best.Count == capacity;

    /// <summary>The score that a newcomer must beat once the list is full.</summary>
    public double Worst => _best[^1].Score;

    public void Add(FinishedHypothesis hypothesis) => Insert(hypothesis, from: 0);

    /// <summary>Takes outputs that the length limit ended, behind those that ended by themselves and only where places are free.</summary>
    public void Fill(IEnumerable<FinishedHypothesis> cut)
    {
        var ended = _best.Count;
        foreach (var hypothesis in cut)
            Insert(hypothesis, from: ended);
    }

    private void Insert(FinishedHypothesis hypothesis, int from)
    {
        var place = from;
        while (place < _best.Count && _best[place].Score >= hypothesis.Score)
            place++;

        _best.Insert(place, hypothesis);
        if (_best.Count > capacity)
            _best.RemoveAt(capacity);
    }
}
