namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// Who may join the line: a text whose sentences all have a place, and whose predicted end lies before its deadline. An idle service refuses
/// only what a caller wants sooner than it was ever done of late, and tries one of eight of those, so that what was measured in a bad moment does not last. Plain policy: no clock, no threads.
/// </summary>
internal sealed class Admission(SchedulerOptions options, BatchBudget budget, WorkRate rate)
{
    private const int LostCauses = 8;   // of which one is tried

    private static readonly TimeSpan ShortestRetry = TimeSpan.FromSeconds(1);

    private int _lostCauses;

    /// <summary>Refuses what will never have a place.</summary>
    public void CheckSize(int sentences)
    {
        if (sentences > options.MaxQueued)
        {
            throw new TranslationException(
                TranslationFailure.TextTooLong, $"The text has {sentences} sentences; at most {options.MaxQueued} fit in the waiting line. Send it in parts.");
        }
    }

    public bool HasPlaces(WaitingLine line, int sentences) => line.Count + sentences <= options.MaxQueued;

    public TranslationException Full(WaitingLine line, int sentences) => new(
        TranslationFailure.QueueFull, $"{line.Count} sentences are waiting and {sentences} more do not fit; try again shortly.")
    {
        RetryAfter = Longer(rate.TimeOf((double)line.Tokens * sentences / Math.Max(1, line.Count), budget.RowsTogether(Load(line)))),
    };

    /// <summary>Refuses sentences that would not be done in time. Returns what they are expected to take where that is near their deadline, else zero.</summary>
    /// <param name="jobs">The new sentences.</param>
    /// <param name="ticket">Whose they are.</param>
    /// <param name="line">Those that wait.</param>
    /// <param name="running">What the engines decode; it is taken to have just begun.</param>
    /// <param name="left">Time to the deadline.</param>
    public TimeSpan CheckTime(IReadOnlyList<Job> jobs, Ticket ticket, WaitingLine line, BatchLoad running, TimeSpan left)
    {
        if (ticket.IsSecond)
            return TimeSpan.Zero;

        if (line.Count == 0 && running.IsNothing)
        {
            CheckAtRest(jobs, ticket, line, left);
            return TimeSpan.Zero;
        }

        var expected = TimeUntil(jobs, ticket, line, running);
        var needed = rate.Margin.Value * expected;
        if (needed > left)
        {
            throw new TranslationException(
                TranslationFailure.QueueFull,
                $"The translation would be there in about {Math.Ceiling(needed.TotalSeconds * 10) / 10:0.0} s, {Math.Max(0, left.TotalSeconds):0.0} s are left to its deadline; give it more time or try again later.")
            {
                RetryAfter = Longer(needed - left),
            };
        }

        return needed > left / 2 ? expected : TimeSpan.Zero;
    }

    /// <summary>A text that cannot be done in time even alone would keep the engines from others; that is no lack of capacity but too short a deadline.</summary>
    private void CheckAtRest(IReadOnlyList<Job> jobs, Ticket ticket, WaitingLine line, TimeSpan left)
    {
        var own = jobs.Aggregate(BatchLoad.Nothing, (load, job) => load.With(job));
        if (!ticket.IsHurried || !rate.Knows(budget.RowsTogether(own)))
            return;

        var expected = TimeUntil(jobs, ticket, line, BatchLoad.Nothing);
        if (expected > left && ++_lostCauses % LostCauses != 0)
        {
            throw new TranslationException(
                TranslationFailure.DeadlinePassed,
                $"Nothing else is being done, and the translation would still take about {Math.Ceiling(expected.TotalMilliseconds):0} ms; {Math.Max(0, left.TotalMilliseconds):0} ms are left to its deadline. Give it more time, or send less at once.");
        }
    }

    /// <summary>Time until the last of <paramref name="jobs"/> is decoded, as it is expected.</summary>
    private TimeSpan TimeUntil(IReadOnlyList<Job> jobs, Ticket ticket, WaitingLine line, BatchLoad running)
    {
        var own = BatchLoad.Nothing;
        for (var i = 0; i < jobs.Count; i++)
            own = own.With(jobs[i]);

        var all = Load(line) + running + own;
        var rows = budget.RowsTogether(all);
        var until = line.TokensUntil(ticket, own.Tokens, jobs.Count > 0 ? jobs[^1].Tokens : 0);
        var wait = rows == all.Rows ? TimeSpan.Zero : rate.TimeOf(until + running.Tokens, rows);   // what fits together is decoded together
        return wait + rate.TimeOfSentence(own.Longest, rows);
    }

    private static BatchLoad Load(WaitingLine line) => new(line.Count, line.Rows, line.Tokens, Longest: 0);

    private static TimeSpan Longer(TimeSpan time) => time > ShortestRetry ? time : ShortestRetry;
}
