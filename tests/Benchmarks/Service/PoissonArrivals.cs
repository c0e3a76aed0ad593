namespace Seq2SeqService.Benchmarks.Service;

/// <summary>When sentences arrive whose senders know nothing of one another: the times between them are exponentially distributed.</summary>
internal static class PoissonArrivals
{
    /// <summary>Times from the start, ascending; the same for the same seed.</summary>
    public static IReadOnlyList<TimeSpan> Of(double perSecond, TimeSpan duration, int seed)
    {
        var random = new Random(seed);
        var arrivals = new List<TimeSpan>();
        for (var seconds = 0.0; ;)
        {
            seconds -= Math.Log(1 - random.NextDouble()) / perSecond;
            if (seconds >= duration.TotalSeconds)
                return arrivals;
            arrivals.Add(TimeSpan.FromSeconds(seconds));
        }
    }
}
