using System.Threading.Channels;

namespace Seq2SeqService.Api.Tests.Fakes;

/// <summary>A clock whose timers of one length ring when a test says so; others never do.</summary>
internal sealed class RungClock(TimeSpan length) : TimeProvider
{
    private readonly Channel<Action> _set = Channel.CreateUnbounded<Action>();

    /// <summary>Rings the timer that is set next.</summary>
    public async Task RingAsync() => (await _set.Reader.ReadAsync(TestContext.Current.CancellationToken))();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == length)
            _set.Writer.TryWrite(() => callback(state));

        return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
