using Seq2SeqService.Training.Data;

namespace Seq2SeqService.Training.Shortlists;

/// <summary>
/// How probable each target token is as the translation of a source token: IBM Model 1 (Brown et al., 1993), learned by expectation
/// maximisation over the candidates of <see cref="CoOccurrences"/>. A source's tag and end of sentence are tokens as all others; they take up
/// what no word calls for, as the empty word of the paper does.
/// </summary>
internal sealed class TranslationTable
{
    private readonly CoOccurrences _candidates;
    private readonly float[] _probabilities;   // of each candidate, given its source token

    private TranslationTable(CoOccurrences candidates)
    {
        _candidates = candidates;
        _probabilities = new float[candidates.Targets.Length];
        Array.Fill(_probabilities, 1f);   // all alike; the first pass makes shares of them
    }

    /// <param name="candidates">Which translations are thought of.</param>
    /// <param name="passes">Passes through the pairs.</param>
    public static TranslationTable Learn(IReadOnlyList<EncodedPair> pairs, CoOccurrences candidates, int passes, CancellationToken cancel)
    {
        var table = new TranslationTable(candidates);
        var counts = new double[candidates.Targets.Length];
        for (var pass = 0; pass < passes; pass++)
        {
            Array.Clear(counts);
            foreach (var pair in pairs)
            {
                cancel.ThrowIfCancellationRequested();
                table.Expect(pair, counts);
            }

            table.Maximise(counts);
        }

        return table;
    }

    /// <summary>The likeliest translations of a source token, best first; of equal ones the lower.</summary>
    public IEnumerable<(int Target, float Probability)> Best(int source, int most) =>
        Enumerable.Range(_candidates.Offsets[source], _candidates.Offsets[source + 1] - _candidates.Offsets[source])
            .Select(index => (Target: _candidates.Targets[index], Probability: _probabilities[index]))
            .Where(candidate => candidate.Probability > 0)
            .OrderByDescending(candidate => candidate.Probability)
            .ThenBy(candidate => candidate.Target)
            .Take(most);

    /// <summary>Shares every target token out among the source tokens that may have called for it.</summary>
    private void Expect(EncodedPair pair, double[] counts)
    {
        Span<int> places = pair.Source.Length <= 256 ? stackalloc int[pair.Source.Length] : new int[pair.Source.Length];
        foreach (var target in pair.Target)
        {
            double sum = 0;
            for (var i = 0; i < places.Length; i++)
            {
                places[i] = _candidates.Find(pair.Source[i], target);
                sum += places[i] < 0 ? 0 : _probabilities[places[i]];
            }

            foreach (var place in places)
            {
                if (place >= 0 && sum > 0)
                    counts[place] += _probabilities[place] / sum;
            }
        }
    }

    private void Maximise(double[] counts)
    {
        for (var source = 0; source + 1 < _candidates.Offsets.Length; source++)
        {
            var (first, end) = (_candidates.Offsets[source], _candidates.Offsets[source + 1]);
            double sum = 0;
            for (var i = first; i < end; i++)
                sum += counts[i];
            for (var i = first; i < end; i++)
                _probabilities[i] = sum > 0 ? (float)(counts[i] / sum) : 0;
        }
    }
}
