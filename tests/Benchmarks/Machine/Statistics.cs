namespace Seq2SeqService.Benchmarks.Machine;

/// <summary>The middle of several measurements, which neighbours on a shared machine disturb least, and how far they lie apart.</summary>
internal static class Statistics
{
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>(greatest − smallest) / median.</summary>
    public static double Spread(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[^1] - sorted[0]) / sorted[sorted.Length / 2];
    }

    /// <summary>The smallest value that is no less than the given share of all.</summary>
    public static double Percentile(this IReadOnlyList<double> sorted, double share) =>
        sorted.Count == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
}
