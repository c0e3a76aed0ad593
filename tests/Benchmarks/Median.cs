using System.Diagnostics;

namespace Seq2SeqService.Benchmarks;

/// <summary>Times something several times and keeps the middle, which neighbours on a shared machine disturb least.</summary>
internal static class Median
{
    /// <summary>Seconds of the middle run, the spread of all, and the processor seconds (all threads) of an average run.</summary>
    public static (double Seconds, double Spread, double ProcessorSeconds) Of(int repeat, Action action)
    {
        action();
        var times = new double[repeat];
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < repeat; i++)
        {
            var start = Stopwatch.GetTimestamp();
            action();
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        var used = Environment.CpuUsage.TotalTime - before;
        Array.Sort(times);
        return (times[repeat / 2], (times[^1] - times[0]) / times[repeat / 2], used.TotalSeconds / repeat);
    }
}
