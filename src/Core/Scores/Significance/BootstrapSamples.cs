namespace Seq2SeqService.Core.Scores.Significance;

/// <summary>The scores of samples of segments, the same samples for each system, by sums in single precision as sacreBLEU makes them.</summary>
internal sealed class BootstrapSamples
{
    private readonly bool _isSingle;
    private readonly double[][] _scores;   // [system][sample]

    public BootstrapSamples(IMeasure measure, IReadOnlyList<SegmentStatistics> systems, int samples, NumpyRandom random)
    {
        _isSingle = measure.IsSinglePrecision;
        _scores = [.. systems.Select(_ => new double[samples])];
        var rows = systems.Select(Singles).ToList();
        var chosen = new int[rows[0].Length];

        for (var sample = 0; sample < samples; sample++)
        {
            for (var i = 0; i < chosen.Length; i++)
                chosen[i] = random.Next(chosen.Length);
            for (var system = 0; system < rows.Count; system++)
                _scores[system][sample] = measure.Value(Sum(rows[system], chosen));
        }
    }

    public (double Mean, double Interval) Confidence(int system) => _isSingle
        ? SampleStatistics.Confidence(Singles(_scores[system]))
        : SampleStatistics.Confidence(_scores[system]);

    /// <summary>Of a difference from the first system.</summary>
    public double PValue(int system, double difference) => _isSingle
        ? SampleStatistics.OfBootstrap(Singles(_scores[system]), Singles(_scores[0]), difference)
        : SampleStatistics.OfBootstrap(_scores[system], _scores[0], difference);

    private static float[] Sum(float[][] rows, int[] chosen)
    {
        var sums = new float[rows[0].Length];
        foreach (var segment in chosen)
        {
            var row = rows[segment];
            for (var i = 0; i < sums.Length; i++)
                sums[i] += row[i];
        }

        return sums;
    }

    private static float[][] Singles(SegmentStatistics system) => [.. system.Rows.Select(Singles)];

    private static float[] Singles(double[] values) => Array.ConvertAll(values, value => (float)value);
}
