namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// The door between many request threads and the decoding threads of a model. A lock and a list rather than a channel: a text takes
/// all its places or none, and a batch is picked from the middle of the line.
/// </summary>
internal sealed class JobQueue(SchedulerOptions options, BatchBudget budget, SchedulerMetrics metrics, TimeProvider time)
{
    private readonly object _gate = new();
    private readonly List<Job> _waiting = [];
    private readonly JoinPolicy _joins = new(options, budget);
    private readonly BatchScheduler _scheduler = new(budget);
    private int _idleTakers;
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Engines that wait for work.</summary>
    public int IdleTakers
    {
        get
        {
            lock (_gate)
                return _idleTakers;
        }
    }

    /// <summary>Takes places for all of <paramref name="jobs"/>, or refuses them all.</summary>
    public void Enqueue(IReadOnlyList<Job> jobs)
    {
        if (jobs.Count > options.MaxQueued)
        {
            throw new TranslationException(
                TranslationFailure.TextTooLong,
                $"The text has {jobs.Count} sentences; at most {options.MaxQueued} fit in the waiting line. Send it in parts.");
        }

        lock (_gate)
        {
            if (_closed)
                throw new TranslationException(TranslationFailure.Stopping, "The service is stopping and takes no new work.");

            if (_waiting.Count + jobs.Count > options.MaxQueued)
                DropAbandoned();

            if (_waiting.Count + jobs.Count > options.MaxQueued)
            {
                throw new TranslationException(
                    TranslationFailure.QueueFull, $"{_waiting.Count} sentences are waiting and {jobs.Count} more do not fit; try again shortly.");
            }

            foreach (var job in jobs)
            {
                job.EnqueuedAt = time.GetTimestamp();
                metrics.Enqueued(job);
            }

            _waiting.AddRange(jobs);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// For an idle engine: waits until there is work and returns the next batch; null when the door is closed and everything accepted was
    /// taken. Where several engines are idle, each takes its part.
    /// </summary>
    public IReadOnlyList<Job>? Take()
    {
        lock (_gate)
        {
            while (true)
            {
                DropAbandoned();
                if (_waiting.Count > 0)
                    return TakeBatch(BatchLoad.Nothing, most: (_waiting.Count + _idleTakers) / (1 + _idleTakers));

                if (_closed)
                    return null;

                _idleTakers++;
                Monitor.Wait(_gate);
                _idleTakers--;
            }
        }
    }

    /// <summary>For an engine between two steps: those that join now, mostly none. Never waits, and leaves the work to engines that are idle.</summary>
    /// <param name="running">What the engine is decoding.</param>
    /// <param name="stepsSinceJoin">Steps since somebody joined last.</param>
    public IReadOnlyList<Job> TakeJoining(BatchLoad running, int stepsSinceJoin)
    {
        lock (_gate)
        {
            DropAbandoned();
            return _waiting.Count > 0 && _idleTakers == 0 && _joins.IsTime(_waiting, running, stepsSinceJoin)
                ? TakeBatch(running)
                : [];
        }
    }

    /// <summary>Refuses new work from now on; what was accepted can still be taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private IReadOnlyList<Job> TakeBatch(BatchLoad running, int most = int.MaxValue)
    {
        var batch = _scheduler.TakeBatch(_waiting, running, most);
        foreach (var job in batch)
            metrics.Dequeued(job);

        return batch;
    }

    private void DropAbandoned() => _waiting.RemoveAll(job =>
    {
        if (!job.IsAbandoned)
            return false;

        job.Abandon();
        metrics.Dequeued(job);
        return true;
    });
}
