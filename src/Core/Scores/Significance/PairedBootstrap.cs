namespace Seq2SeqService.Core.Scores.Significance;

/// <summary>Paired bootstrap resampling (Koehn, 2004): scores samples of as many segments, drawn with replacement, the same for every system.</summary>
/// <param name="Samples">Number of samples.</param>
/// <param name="Seed">Of the random choices; sacreBLEU's is 12345.</param>
public sealed record PairedBootstrap(int Samples = 1000, uint Seed = 12345) : PairedTest(Seed)
{
    protected override string Sampling => $"bs:{Samples}";

    protected override IEnumerable<SystemScore> Run(IMeasure measure, IReadOnlyList<SegmentStatistics> systems)
    {
        var scores = systems.Select(measure.Score).ToList();
        var samples = new BootstrapSamples(measure, systems, Samples, new NumpyRandom(Seed));
        for (var system = 0; system < systems.Count; system++)
        {
            var (mean, interval) = samples.Confidence(system);
            double? chance = system == 0 ? null : samples.PValue(system, Math.Abs(scores[0].Value - scores[system].Value));
            yield return new SystemScore(scores[system], mean, interval, chance);
        }
    }
}
