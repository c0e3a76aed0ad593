namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// Who may join the line: a text whose sentences all have a place, and whose predicted end lies before its deadline. An idle service refuses
/// only what a caller wants sooner than it was ever done of late, and tries one of eight of those, so that what was measured in a bad moment does not last. Plain policy: no clock, no threads.
/// </summary>
internal sealed class Admission(SchedulerOptions options, BatchBudget budget, WorkRate rate)
{
    private const int LostCauses = 8;   // of which one is tried

    /// <summary>From the last token to the caller's hands, on a machine whose processors all have work.</summary>
    public static readonly TimeSpan WayBack = TimeSpan.FromMilliseconds(40);

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

    /// <summary>Refuses a text that would not be done in time. Of others says what they are expected to take where that is near their deadline, else zero.</summary>
    /// <param name="text">Its new sentences.</param>
    /// <param name="ticket">Whose they are.</param>
    /// <param name="line">Those that wait.</param>
    /// <param name="running">What the engines decode; it is taken to have just begun.</param>
    /// <param name="left">Time to the deadline.</param>
    public (TimeSpan Expected, TranslationException? Refusal) CheckTime(TextLoad text, Ticket ticket, WaitingLine line, BatchLoad running, TimeSpan left)
    {
        if (ticket.IsSecond)
            return default;

        if (line.Count == 0 && running.IsNothing)
            return (TimeSpan.Zero, CheckAtRest(text, ticket, line, left));

        var expected = TimeUntil(text, ticket, line, running);
        if (expected == TimeSpan.Zero)
            return default;   // nothing was measured yet

        var needed = (rate.Margin.Value * expected) + WayBack;
        return needed > left ? (expected, Late(needed, left)) : (needed > left / 2 ? expected : TimeSpan.Zero, null);
    }

    private static TranslationException Late(TimeSpan needed, TimeSpan left) => new(
        TranslationFailure.QueueFull,
        $"The translation would be there in about {Math.Ceiling(needed.TotalSeconds * 10) / 10:0.0} s, {Math.Max(0, left.TotalSeconds):0.0} s are left to its deadline; give it more time or try again later.")
    {
        RetryAfter = Longer(needed - left),
    };

    /// <summary>A text that cannot be done in time even alone would keep the engines from others; that is no lack of capacity but too short a deadline.</summary>
    private TranslationException? CheckAtRest(TextLoad text, Ticket ticket, WaitingLine line, TimeSpan left)
    {
        if (!ticket.IsHurried || !rate.Knows(budget.RowsTogether(text.All)))
            return null;

        var expected = TimeUntil(text, ticket, line, BatchLoad.Nothing);
        return expected > left && ++_lostCauses % LostCauses != 0
            ? new(
                TranslationFailure.DeadlinePassed,
                $"Nothing else is being done, and the translation would still take about {Math.Ceiling(expected.TotalMilliseconds):0} ms; {Math.Max(0, left.TotalMilliseconds):0} ms are left to its deadline. Give it more time, or send less at once.")
            : null;
    }

    /// <summary>Time until the last of a text's sentences is decoded, as it is expected.</summary>
    private TimeSpan TimeUntil(TextLoad text, Ticket ticket, WaitingLine line, BatchLoad running)
    {
        var all = Load(line) + running + text.All;
        var rows = budget.RowsTogether(all);
        var until = line.TokensUntil(ticket, text.All.Tokens, text.Last);
        var wait = rows == all.Rows ? TimeSpan.Zero : rate.TimeOf(until + running.Tokens, rows);   // what fits together is decoded together
        return wait + rate.TimeOfSentence(text.All.Longest, rows);
    }

    private static BatchLoad Load(WaitingLine line) => new(line.Count, line.Rows, line.Tokens, Longest: 0);

    private static TimeSpan Longer(TimeSpan time) => time > ShortestRetry ? time : ShortestRetry;
}
