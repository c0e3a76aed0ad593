namespace Seq2SeqService.Core.Scores;

/// <summary>What BLEU needs to know of a segment, or summed of a test set.</summary>
internal sealed class BleuStatistics(int maxOrder)
{
    public long Length { get; private set; }

    public long ReferenceLength { get; private set; }

    /// <summary>By order less one: n-grams of the hypotheses that a reference has too.</summary>
    public long[] Correct { get; } = new long[maxOrder];

    /// <summary>By order less one: n-grams of the hypotheses.</summary>
    public long[] Totals { get; } = new long[maxOrder];

    public void Add(List<string> hypothesis, List<List<string>> references)
    {
        Length += hypothesis.Count;
        ReferenceLength += references
            .Select(words => words.Count)
            .OrderBy(length => Math.Abs(length - hypothesis.Count))   // the closest, the shorter of equals
            .ThenBy(length => length)
            .First();

        for (var order = 1; order <= maxOrder; order++)
        {
            var wanted = NgramCounts.OfWords(references[0], order);
            foreach (var other in references.Skip(1))
                wanted.TakeLarger(NgramCounts.OfWords(other, order));

            var found = NgramCounts.OfWords(hypothesis, order);
            Correct[order - 1] += found.MatchesIn(wanted);
            Totals[order - 1] += found.Total;
        }
    }
}
