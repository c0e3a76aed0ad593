namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// The door between many request threads and the decoding threads of a model. A lock and a list rather than a channel: a text takes
/// all its places or none, and a batch is picked from the middle of the line.
/// </summary>
internal sealed class JobQueue(SchedulerOptions options, BatchBudget budget, SchedulerMetrics metrics, TimeProvider time)
{
    private const int FrontBatches = 2;

    private readonly object _gate = new();
    private readonly WaitingLine _waiting = new(options.BulkShare);
    private readonly List<Job> _taken = [];   // that may not have ended yet
    private readonly JoinPolicy _joins = new(options, budget);
    private readonly BatchScheduler _scheduler = new(budget);
    private Predicate<Job>? _isDropped;   // made once: it is asked at every step
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

    /// <summary>How long the oldest sentence in the line has waited; zero where none waits.</summary>
    public TimeSpan OldestAge
    {
        get
        {
            lock (_gate)
                return _waiting.Count == 0 ? TimeSpan.Zero : time.GetElapsedTime(_waiting.Jobs.Min(job => job.EnqueuedAt));
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

    /// <summary>How fast the engines that take from here are.</summary>
    public WorkRate Rate { get; init; } = new(engines: 1);

    /// <summary>Takes places for all of <paramref name="jobs"/>, or throws the refusal of them all.</summary>
    public void Enqueue(IReadOnlyList<Job> jobs, Ticket? ticket = null)
    {
        if (Offer(jobs, ticket ?? Ticket.Anyone) is { } refused)
            throw refused;
    }

    /// <summary>Takes places for all of <paramref name="jobs"/>, or says why for none of them.</summary>
    public TranslationException? Offer(IReadOnlyList<Job> jobs, Ticket ticket)
    {
        Admission.CheckSize(jobs.Count);
        lock (_gate)
        {
            if (_closed)
                return Refused("stopping", new(TranslationFailure.Stopping, "The service is stopping and takes no new work."));

            var (predicted, refusal) = Judge(TextLoad.Of(jobs), ticket);
            if (refusal is not null)
                return refusal;

            if (jobs.Count > 0)
                jobs[^1].Predicted = predicted;

            foreach (var job in jobs)
            {
                job.EnqueuedAt = time.GetTimestamp();
                job.Ticket = ticket;
                _waiting.Add(job);
                metrics.Enqueued(job);
            }

            Monitor.PulseAll(_gate);
            return null;
        }
    }

    /// <summary>What <see cref="Offer"/> would say of a text that is so much or more; null where nobody waits, where it may be taken, and where it never can.</summary>
    public TranslationException? Foresee(TextLoad atLeast, Ticket ticket)
    {
        lock (_gate)
            return _closed || _waiting.Count == 0 || atLeast.All.Sentences > options.MaxQueued ? null : Judge(atLeast, ticket).Refusal;
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
                    return TakeBatch(Front(), BatchLoad.Nothing, most: (_waiting.Count + _idleTakers) / (1 + _idleTakers));

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
            return _waiting.Count > 0 && _idleTakers == 0 && Front() is var front && _joins.IsTime(front, running, stepsSinceJoin)
                ? TakeBatch(front, running)
                : [];
        }
    }

    /// <summary>An engine's memory was not enough for <paramref name="jobs"/> together: batches are half of that from now on. Returns their most rows, or null where they are that small already.</summary>
    public int? Shrink(IReadOnlyList<Job> jobs)
    {
        lock (_gate)
        {
            if (!budget.Halve(jobs.Aggregate(BatchLoad.Nothing, (load, job) => load.With(job))))
                return null;

            metrics.Shrunk();
            return budget.Rows;
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

    private Admission Admission => field ??= new(options, budget, Rate);

    /// <summary>What <see cref="Admission.CheckTime"/> says of a text, where there are places for it.</summary>
    private (TimeSpan Expected, TranslationException? Refusal) Judge(TextLoad text, Ticket ticket)
    {
        if (!Admission.HasPlaces(_waiting, text.All.Sentences))
            DropAbandoned();

        if (!Admission.HasPlaces(_waiting, text.All.Sentences))
            return (TimeSpan.Zero, Refused("full", Admission.Full(_waiting, text.All.Sentences)));

        if (ticket.Deadline is not { } deadline)
            return default;

        var verdict = Admission.CheckTime(text, ticket, _waiting, Running(), time.GetElapsedTime(time.GetTimestamp(), deadline));
        if (verdict.Refusal is { } late)
            Refused("late", late);

        return verdict;
    }

    private TranslationException Refused(string reason, TranslationException refused)
    {
        metrics.Refused(reason);
        return refused;
    }

    /// <summary>What was taken and has not ended.</summary>
    private BatchLoad Running()
    {
        _taken.RemoveAll(job => job.IsEnded);
        var load = BatchLoad.Nothing;
        foreach (var job in _taken)
            load = load.With(job);

        return load;
    }

    /// <summary>Enough to choose from by length, and no more, for further back in the line stand those whose turn is later.</summary>
    private List<Job> Front() => _waiting.Front(FrontBatches * budget.Rows);

    private IReadOnlyList<Job> TakeBatch(List<Job> front, BatchLoad running, int most = int.MaxValue)
    {
        var batch = _scheduler.TakeBatch(front, running, most);
        if (batch.Count == 0)
            return batch;

        _waiting.Take(batch);
        _taken.RemoveAll(job => job.IsEnded);
        _taken.AddRange(batch);
        foreach (var job in batch)
            metrics.Dequeued(job);

        return batch;
    }

    private void DropAbandoned() => _waiting.RemoveAll(_isDropped ??= IsDropped);

    private bool IsDropped(Job job)
    {
        if (!job.IsAbandoned)
            return false;

        Rate.Margin.Saw(job.Predicted, time.GetElapsedTime(job.EnqueuedAt), isAnswered: false);
        job.Abandon();
        metrics.Dequeued(job);
        metrics.Abandoned();
        return true;
    }
}
