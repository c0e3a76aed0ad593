using System.Numerics;

namespace Seq2SeqService.Core.Scores.Significance;

/// <summary>What is read from the scores of samples, with NumPy's order of additions and in the precision of the scores.</summary>
internal static class SampleStatistics
{
    private const int Block = 128;

    /// <summary>The mean of the scores, and half the width of the interval that 95 % of them lie in.</summary>
    public static (double Mean, double Interval) Confidence<T>(T[] scores)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var sorted = scores.Order().ToArray();
        var outside = sorted.Length / 40;
        var half = T.CreateChecked(0.5) * (sorted[^(outside + 1)] - sorted[outside]);
        return (double.CreateChecked(Mean(sorted)), double.CreateChecked(half));
    }

    /// <summary>How probable a difference as large as the real one is, if samples only differ from their mean by chance.</summary>
    public static double OfBootstrap<T>(T[] scores, T[] baseline, double difference)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var differences = scores.Zip(baseline, (ours, theirs) => T.Abs(ours - theirs)).ToArray();
        var mean = Mean(differences);
        return PValue(differences.Count(sample => sample - mean > T.CreateChecked(difference)), differences.Length);
    }

    /// <summary>The share of trials that differ more than what was measured, with one more on both sides so that it is never zero.</summary>
    public static double PValue(int larger, int trials) => (larger + 1.0) / (trials + 1.0);

    private static T Mean<T>(T[] values)
        where T : IBinaryFloatingPointIeee754<T> => Sum<T>(values) / T.CreateChecked(values.Length);

    /// <summary>Pairwise summation: halves of halves down to blocks, which eight running sums share.</summary>
    private static T Sum<T>(ReadOnlySpan<T> values)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (values.Length > Block)
        {
            var half = values.Length / 2;
            half -= half % 8;
            return Sum(values[..half]) + Sum(values[half..]);
        }

        if (values.Length < 8)
            return Plain(T.NegativeZero, values);

        Span<T> sums = [.. values[..8]];
        var whole = values.Length - values.Length % 8;
        for (var i = 8; i < whole; i++)
            sums[i % 8] += values[i];

        return Plain((sums[0] + sums[1] + (sums[2] + sums[3])) + (sums[4] + sums[5] + (sums[6] + sums[7])), values[whole..]);
    }

    private static T Plain<T>(T sum, ReadOnlySpan<T> values)
        where T : IBinaryFloatingPointIeee754<T>
    {
        foreach (var value in values)
            sum += value;

        return sum;
    }
}
