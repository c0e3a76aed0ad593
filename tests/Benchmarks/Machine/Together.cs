namespace Seq2SeqService.Benchmarks.Machine;

/// <summary>Runs the same work on several threads that begin at once.</summary>
internal static class Together
{
    /// <summary>From the common start to the end of the last one; <paramref name="work"/> is given the thread's number.</summary>
    public static Timing Run(int threads, Action<int> work)
    {
        if (threads == 1)
            return Timing.Of(1, () => work(0));

        using var start = new Barrier(threads);
        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(index => new Thread(() =>
        {
            start.SignalAndWait();
            work(index);
        }))];
        foreach (var other in others)
            other.Start();

        start.SignalAndWait();
        return Timing.Of(threads, () =>
        {
            work(0);
            foreach (var other in others)
                other.Join();
        });
    }
}
