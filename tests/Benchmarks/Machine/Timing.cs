using System.Diagnostics;

namespace Seq2SeqService.Benchmarks.Machine;

/// <summary>
/// What one run took. On a shared machine the processor time of a single thread says more than the clock, since it leaves out the times in
/// which a neighbour had the core; threads that wait for one another can only be timed by the clock.
/// </summary>
internal readonly record struct Timing(double ClockSeconds, double ProcessorSeconds, int Threads)
{
    /// <summary>The seconds to reckon with.</summary>
    public double Seconds => Threads == 1 ? ProcessorSeconds : ClockSeconds;

    public static Timing Of(int threads, Action action)
    {
        var before = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        action();
        var clock = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Timing(clock, (Environment.CpuUsage.TotalTime - before).TotalSeconds, threads);
    }
}
