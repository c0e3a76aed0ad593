namespace Seq2SeqService.Inference.Tests;

/// <summary>A clock that a test moves by hand.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _elapsed;
    private TimeSpan _wallClock;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _elapsed + _wallClock;

    /// <summary>Sets the clock on the wall as an administrator does; time goes on as before.</summary>
    public void SetWallClock(TimeSpan away) => _wallClock = away;

    public override long GetTimestamp() => _elapsed.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (_gate)
        {
            _elapsed += by;
            due = [.. _timers.Where(timer => timer.IsDue(_elapsed))];
        }

        due.ForEach(timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(() => callback(state), dueTime == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _elapsed + dueTime, period);
        lock (_gate)
            _timers.Add(timer);

        return timer;
    }

    private sealed class ManualTimer(Action callback, TimeSpan due, TimeSpan period) : ITimer
    {
        private TimeSpan _due = due;
        private bool _isStopped;

        public bool IsDue(TimeSpan now)
        {
            if (_isStopped || now < _due)
                return false;

            _due = now + period;
            return true;
        }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => _isStopped = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
