namespace Seq2SeqService.Core.Scores.Significance;

/// <summary>
/// Paired approximate randomization (Riezler and Maxwell, 2005): exchanges the outputs of two systems for about half of the segments, and counts how often the scores differ
/// more than those of the systems themselves.
/// </summary>
/// <param name="Trials">Exchanges that are tried.</param>
/// <param name="ConfidenceSamples">Samples of the bootstrap for the intervals.</param>
/// <param name="Seed">Of the random choices; sacreBLEU's is 12345.</param>
public sealed record ApproximateRandomization(int Trials = 10_000, int ConfidenceSamples = 1000, uint Seed = 12345) : PairedTest(Seed)
{
    protected override string Sampling => $"bs:{ConfidenceSamples}|ar:{Trials}";

    protected override IEnumerable<SystemScore> Run(IMeasure measure, IReadOnlyList<SegmentStatistics> systems)
    {
        var baseline = systems[0];
        var wanted = measure.Score(baseline);
        var (mean, interval) = new BootstrapSamples(measure, [baseline], ConfidenceSamples, new NumpyRandom(Seed)).Confidence(0);
        yield return new SystemScore(wanted, mean, interval, null);

        foreach (var system in systems.Skip(1))
        {
            var random = new NumpyRandom(Seed);
            var score = measure.Score(system);
            var chance = PValue(measure, baseline, system, Math.Abs(wanted.Value - score.Value), random);
            (mean, interval) = new BootstrapSamples(measure, [system], ConfidenceSamples, random).Confidence(0);
            yield return new SystemScore(score, mean, interval, chance);
        }
    }

    private double PValue(IMeasure measure, SegmentStatistics baseline, SegmentStatistics system, double difference, NumpyRandom random)
    {
        var (first, second) = (baseline.Sum(), system.Sum());
        var larger = 0;
        for (var trial = 0; trial < Trials; trial++)
        {
            var moved = Exchange(baseline, system, random);   // what the first gives and the second takes
            var scoreOfFirst = measure.Value(first.Zip(moved, (sum, move) => sum - move).ToArray());
            var scoreOfSecond = measure.Value(second.Zip(moved, (sum, move) => sum + move).ToArray());
            if (Math.Abs(scoreOfFirst - scoreOfSecond) > difference)
                larger++;
        }

        random.EndBooleans();
        return SampleStatistics.PValue(larger, Trials);
    }

    private static double[] Exchange(SegmentStatistics baseline, SegmentStatistics system, NumpyRandom random)
    {
        var moved = new double[baseline.Rows[0].Length];
        for (var segment = 0; segment < baseline.Rows.Count; segment++)
        {
            if (random.NextBoolean())
                continue;   // it stays where it is

            var (ours, theirs) = (baseline.Rows[segment], system.Rows[segment]);
            for (var i = 0; i < moved.Length; i++)
                moved[i] += ours[i] - theirs[i];
        }

        return moved;
    }
}
