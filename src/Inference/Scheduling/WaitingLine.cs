namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// All that wait for one model: two fair lines, of which interactive sentences go first and bulk ones have a set share of the engines while both
/// wait. Who got less than its share is next. Plain policy: no clock, no threads.
/// </summary>
/// <param name="bulkShare">What bulk gets while interactive sentences wait, 0 to 1; alone it gets everything.</param>
internal sealed class WaitingLine(double bulkShare)
{
    private readonly FairLine[] _lines = [new(), new()];   // by priority
    private readonly double[] _shares = [1 - bulkShare, bulkShare];
    private readonly double[] _served = [0, 0];            // tokens ÷ share
    private readonly List<Job> _front = [];

    public int Count => _lines[0].Jobs.Count + _lines[1].Jobs.Count;

    public IEnumerable<Job> Jobs => _lines[0].Jobs.Concat(_lines[1].Jobs);

    public long Tokens => _lines[0].Tokens + _lines[1].Tokens;

    public int Rows => _lines[0].Rows + _lines[1].Rows;

    public void Add(Job job)
    {
        var (own, other) = ((int)job.Ticket.Priority, 1 - (int)job.Ticket.Priority);
        if (_lines[own].Jobs.Count == 0)
            _served[own] = _lines[other].Jobs.Count == 0 ? 0 : Math.Max(_served[own], _served[other]);   // a rest is not saved up
        if (Count == 0)
            _served[other] = 0;

        _lines[own].Add(job);
    }

    /// <summary>The first in the order of their turns, at least one and then as many as have so many rows; valid until the next call. Allocates nothing after a while.</summary>
    public List<Job> Front(int rows)
    {
        _front.Clear();
        Span<int> next = [0, 0];
        Span<double> served = [_served[0], _served[1]];
        for (var left = rows; left > 0 && _front.Count < Count;)
        {
            var line = IsNext(0, next, served) ? 0 : 1;
            var job = _lines[line].Jobs[next[line]++];
            served[line] += job.Tokens / _shares[line];
            left -= job.Rows;
            _front.Add(job);
        }

        return _front;
    }

    /// <summary>Those that an engine took.</summary>
    public void Take(IReadOnlyList<Job> taken)
    {
        foreach (var line in taken.GroupBy(job => (int)job.Ticket.Priority))
        {
            _served[line.Key] += line.Sum(job => job.Tokens) / _shares[line.Key];
            _lines[line.Key].Take(line.ToHashSet());
        }
    }

    public void RemoveAll(Predicate<Job> isLeaving)
    {
        foreach (var line in _lines)
        {
            if (line.Jobs.Count > 0)
                line.RemoveAll(isLeaving);
        }
    }

    /// <summary>
    /// Tokens that are served until so many more are, these included. While anybody interactive waits, bulk is promised no more than its share.
    /// </summary>
    /// <param name="ticket">Whose they are.</param>
    /// <param name="tokens">Of all its new sentences.</param>
    /// <param name="last">Of the last of them.</param>
    public double TokensUntil(Ticket ticket, long tokens, long last)
    {
        var (own, other) = ((int)ticket.Priority, 1 - (int)ticket.Priority);
        var ahead = _lines[own].TokensUntil(ticket.Caller, tokens, last);
        var others = ahead * _shares[other] / _shares[own];
        return ahead + (ticket.Priority == Priority.Bulk && _lines[other].Jobs.Count > 0 ? others : Math.Min(_lines[other].Tokens, others));
    }

    private bool IsNext(int line, ReadOnlySpan<int> next, ReadOnlySpan<double> served)
    {
        var other = 1 - line;
        if (next[line] == _lines[line].Jobs.Count || next[other] == _lines[other].Jobs.Count)
            return next[line] < _lines[line].Jobs.Count;

        return served[line] <= served[other];
    }
}
