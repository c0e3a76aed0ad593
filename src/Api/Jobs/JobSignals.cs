using System.Collections.Concurrent;

namespace Seq2SeqService.Api.Jobs;

/// <summary>What the jobs of this process need not learn from the store: that one came in, that one is over, that nobody wants one any more.</summary>
internal sealed class JobSignals(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Running> _running = new();
    private volatile TaskCompletionSource _cameIn = Fresh();
    private volatile TaskCompletionSource _ended = Fresh();

    /// <summary>Over as soon as a job comes in; ask for it before looking into the store, so that none is missed.</summary>
    public Task NextIn => _cameIn.Task;

    /// <summary>The same for a job that ends.</summary>
    public Task NextEnd => _ended.Task;

    public void CameIn() => Interlocked.Exchange(ref _cameIn, Fresh()).SetResult();

    public void Ended() => Interlocked.Exchange(ref _ended, Fresh()).SetResult();

    /// <summary>Notes that a job is worked on; dispose the answer when the work is over.</summary>
    public Running Begin(StoredJob job) => _running[job.Id] = new(ended => _running.TryRemove(new(job.Id, ended)));

    public void Abandon(StoredJob job)
    {
        if (_running.TryGetValue(job.Id, out var running))
            running.Abandon();
    }

    /// <summary>Waits for the signal, but not for ever: what other processes do gives none.</summary>
    public async Task WaitAsync(Task signal, TimeSpan atMost, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(signal, Task.Delay(atMost, clock, over.Token));
        await over.CancelAsync();
        cancel.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Work on a job. Its source is never disposed of, and need not be: so it may be cancelled in the moment in which the work ends.</summary>
    public sealed class Running(Action<Running> end) : IDisposable
    {
        private readonly CancellationTokenSource _abandoned = new();

        /// <summary>Nobody wants the job any more.</summary>
        public CancellationToken Abandoned => _abandoned.Token;

        public void Abandon() => _abandoned.Cancel();

        public void Dispose() => end(this);
    }
}
