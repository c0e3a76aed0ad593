namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// The door between many request threads and the one decoding thread of a model. A lock and a list rather than a channel: a text takes
/// all its places or none, and a batch is picked from the middle of the line.
/// </summary>
internal sealed class JobQueue(SchedulerOptions options, BatchScheduler scheduler, TimeProvider time)
{
    private readonly object _gate = new();
    private readonly List<Job> _waiting = [];
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
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
                job.EnqueuedAt = time.GetTimestamp();

            _waiting.AddRange(jobs);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits until there is work and returns the next batch; null when the door is closed and everything accepted was taken.</summary>
    public IReadOnlyList<Job>? Take()
    {
        lock (_gate)
        {
            while (true)
            {
                DropAbandoned();
                if (_waiting.Count > 0)
                    return TakeBatch();

                if (_closed)
                    return null;

                Monitor.Wait(_gate);
            }
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

    private IReadOnlyList<Job> TakeBatch()
    {
        var batch = scheduler.NextBatch(_waiting);
        var taken = batch.ToHashSet();
        _waiting.RemoveAll(taken.Contains);
        return batch;
    }

    private void DropAbandoned() => _waiting.RemoveAll(job =>
    {
        if (!job.IsAbandoned)
            return false;

        job.Abandon();
        return true;
    });
}
