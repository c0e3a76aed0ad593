using System.Diagnostics;

namespace Seq2SeqService.Benchmarks;

/// <summary>Times something several times and keeps the middle, which neighbours on a shared machine disturb least.</summary>
internal static class Median
{
    public static (double Seconds, double Spread) Of(int repeat, Action action)
    {
        action();
        var times = new double[repeat];
        for (var i = 0; i < repeat; i++)
        {
            var start = Stopwatch.GetTimestamp();
            action();
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Array.Sort(times);
        return (times[repeat / 2], (times[^1] - times[0]) / times[repeat / 2]);
    }
}
