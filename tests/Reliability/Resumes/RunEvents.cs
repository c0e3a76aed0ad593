using System.Diagnostics;

namespace Seq2SeqService.Reliability.Resumes;

/// <summary>Does something once when a moment has come: on the thread that hears of it, as a save is over in milliseconds.</summary>
internal sealed class RunEvents : IDisposable
{
    private readonly FileSystemWatcher? _watcher;
    private readonly Timer? _timer;
    private readonly Lock _gate = new();
    private readonly KillMoment _moment;
    private readonly Action _act;
    private int _left;
    private bool _isOver;

    public RunEvents(string directory, KillMoment moment, Action act)
    {
        (_moment, _act, _left) = (moment, act, moment.Count);
        if (moment.Name is null)
        {
            _timer = new Timer(_ => Act(), null, moment.Delay, Timeout.InfiniteTimeSpan);
            return;
        }

        _watcher = new FileSystemWatcher(Directory.CreateDirectory(directory).FullName) { IncludeSubdirectories = true, InternalBufferSize = 1 << 16 };
        _watcher.Created += (_, change) => See(change.FullPath);
        _watcher.Renamed += (_, change) => See(change.FullPath);
        if (moment.Name.EndsWith("log.jsonl", StringComparison.Ordinal))
            _watcher.Changed += (_, change) => See(change.FullPath);
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>From here on nothing is done any more.</summary>
    public void Dispose()
    {
        lock (_gate)
            _isOver = true;
        _watcher?.Dispose();
        _timer?.Dispose();
    }

    private void See(string path)
    {
        if (!path.EndsWith(_moment.Name!, StringComparison.Ordinal) || Interlocked.Decrement(ref _left) != 0)
            return;

        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < _moment.Delay;)
            Thread.SpinWait(20);
        Act();
    }

    private void Act()
    {
        lock (_gate)
        {
            if (!_isOver)
                _act();
        }
    }
}
