namespace Seq2SeqService.Core.Scores;

/// <summary>
/// What BLEU needs to know of a segment, in sacreBLEU's order: length, reference length, then for each n-gram order those that a reference has too, then
/// for each order all.
/// </summary>
internal static class BleuStatistics
{
    public const int Length = 0;
    public const int ReferenceLength = 1;
    public const int Correct = 2;

    public static int Totals(int maxOrder) => Correct + maxOrder;

    public static double[] Of(List<string> hypothesis, List<List<string>> references, int maxOrder)
    {
        var numbers = new double[Correct + (2 * maxOrder)];
        numbers[Length] = hypothesis.Count;
        numbers[ReferenceLength] = references
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
            numbers[Correct + order - 1] = found.MatchesIn(wanted);
            numbers[Totals(maxOrder) + order - 1] = found.Total;
        }

        return numbers;
    }
}
