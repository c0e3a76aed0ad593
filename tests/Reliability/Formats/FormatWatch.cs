namespace Seq2SeqService.Reliability.Formats;

/// <summary>
/// Ends the process when one input takes longer than anything could, after it has told which. What counts is the processor's time: on a busy machine an
/// innocent input may wait for long.
/// </summary>
internal sealed class FormatWatch : IDisposable
{
    public const int ExitCode = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _limit;
    private readonly Action<long> _hangs;
    private readonly Timer _timer;
    private long _index = -1;
    private long _begun;   // times that an input was begun, shorter ones of the same number too
    private long _seen;
    private TimeSpan _since;

    public FormatWatch(TimeSpan limit, Action<long> hangs)
    {
        (_limit, _hangs) = (limit, hangs);
        _timer = new(_ => Look(), state: null, Pause, Pause);
    }

    public void Begin(long index)
    {
        Volatile.Write(ref _index, index);
        Interlocked.Increment(ref _begun);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var (index, begun, used) = (Volatile.Read(ref _index), Interlocked.Read(ref _begun), Environment.CpuUsage.TotalTime);
        if (begun != _seen)
            (_seen, _since) = (begun, used);
        else if (index >= 0 && used - _since > _limit)
        {
            _hangs(index);
            Environment.Exit(ExitCode);
        }
    }
}
