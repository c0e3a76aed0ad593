namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// A line in which callers take turns. A sentence's turn is the virtual time at which its caller would come to it if the engine served all
/// callers at once and alike (weighted fair queueing: Demers, Keshav and Shenker, 1989), counted in source tokens × beam. Where each caller
/// has one sentence that is the order of arrival; one with a thousand has its second after everybody else's first. Plain policy: no clock.
/// </summary>
internal sealed class FairLine
{
    private readonly List<Job> _jobs = [];   // by turn, then by arrival
    private readonly Dictionary<string, Caller> _callers = new(StringComparer.Ordinal);
    private readonly HashSet<Job> _leaving = [];
    private double _now;

    public IReadOnlyList<Job> Jobs => _jobs;

    /// <summary>Of all that wait.</summary>
    public long Tokens { get; private set; }

    public int Rows { get; private set; }

    public void Add(Job job)
    {
        if (!_callers.TryGetValue(job.Ticket.Caller, out var caller))
            _callers[job.Ticket.Caller] = caller = new() { Next = _now };

        job.Turn = job.Ticket.IsSecond ? double.NegativeInfinity : Math.Max(_now, caller.Next);
        if (!job.Ticket.IsSecond)
            caller.Next = job.Turn + job.Tokens;

        _jobs.Insert(PlaceOf(job.Turn), job);
        Count(caller, job, sign: 1);
    }

    /// <summary>Those that an engine took: time goes on by what each caller got of it on average.</summary>
    public void Take(IReadOnlySet<Job> taken)
    {
        foreach (var job in taken)
            _now += (double)job.Tokens / Math.Max(1, _callers.Count);

        Drop(taken.Contains);
    }

    /// <summary>Those that nobody waits for any more: their callers' later ones move up, as if they had never been there.</summary>
    public void RemoveAll(Predicate<Job> isLeaving)
    {
        foreach (var job in _jobs)
        {
            if (isLeaving(job))
                _leaving.Add(job);
        }

        if (_leaving.Count == 0)
            return;

        MoveUp();
        Drop(_leaving.Contains);
        _leaving.Clear();
    }

    private void MoveUp()
    {
        var served = new Dictionary<Caller, double>();
        foreach (var job in _jobs.Where(job => !job.Ticket.IsSecond))
        {
            var caller = _callers[job.Ticket.Caller];
            var given = served.GetValueOrDefault(caller);
            if (_leaving.Contains(job))
                served[caller] = given + job.Tokens;
            else
                job.Turn = Earlier(job.Turn, given);
        }

        foreach (var (caller, tokens) in served)
            caller.Next = Earlier(caller.Next, tokens);

        Job[] byTurn = [.. _jobs.OrderBy(job => job.Turn)];   // which keeps the order of those of one turn
        _jobs.Clear();
        _jobs.AddRange(byTurn);
    }

    private double Earlier(double turn, double tokens) => Math.Min(turn, Math.Max(_now, turn - tokens));

    private void Drop(Predicate<Job> isLeaving)
    {
        var kept = 0;
        for (var i = 0; i < _jobs.Count; i++)
        {
            if (isLeaving(_jobs[i]))
                Leave(_jobs[i]);
            else
                _jobs[kept++] = _jobs[i];
        }

        _jobs.RemoveRange(kept, _jobs.Count - kept);
        if (kept == 0)
            _now = 0;
    }

    /// <summary>
    /// Tokens that are served until <paramref name="tokens"/> more of a caller are, these included: all whose turn has come, and until the turn of the
    /// last of them as much for every caller that waits now, since where they come from others may come too.
    /// </summary>
    /// <param name="caller">Whose they are.</param>
    /// <param name="tokens">Of all its new sentences.</param>
    /// <param name="last">Of the last of them.</param>
    public double TokensUntil(string caller, long tokens, long last)
    {
        var isNew = !_callers.TryGetValue(caller, out var waiting);
        var turns = Math.Max(0, (waiting?.Next ?? _now) - _now) + tokens - last;
        var due = 0L;
        for (var i = 0; i < _jobs.Count && _jobs[i].Turn <= _now; i++)
            due += _jobs[i].Tokens;

        return due + (turns * (_callers.Count + (isNew ? 1 : 0))) + last;
    }

    private void Leave(Job job)
    {
        var caller = _callers[job.Ticket.Caller];
        Count(caller, job, sign: -1);
        if (caller.Sentences == 0)
            _callers.Remove(job.Ticket.Caller);   // so that memory is bounded by the line
    }

    private void Count(Caller caller, Job job, int sign)
    {
        caller.Sentences += sign;
        caller.Tokens += sign * job.Tokens;
        Tokens += sign * job.Tokens;
        Rows += sign * job.Rows;
    }

    /// <summary>Behind all of the same turn.</summary>
    private int PlaceOf(double turn)
    {
        var (low, high) = (0, _jobs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_jobs[middle].Turn <= turn)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private sealed class Caller
    {
        public int Sentences { get; set; }

        public long Tokens { get; set; }

        /// <summary>Turn of its next sentence.</summary>
        public double Next { get; set; }
    }
}
