namespace Seq2SeqService.Benchmarks.Machine;

/// <summary>A short piece of work, run so often that one thread's clock can tell how long it takes.</summary>
internal sealed class Repeated(Action<int> work)
{
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(10);

    private int _rounds;
    private int _next;

    /// <summary>Seconds of one run; the work is given a number that goes on counting.</summary>
    public double Seconds()
    {
        if (_rounds == 0)
            FindRounds();
        return Run() / _rounds;
    }

    private void FindRounds()
    {
        _rounds = 1;
        while (Run() < Length.TotalSeconds)
            _rounds *= 2;
    }

    private double Run() => Timing.Of(1, () =>
    {
        for (var i = 0; i < _rounds; i++)
            work(_next++ & int.MaxValue);
    }).Seconds;
}
