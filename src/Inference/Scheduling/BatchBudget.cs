namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// How much an engine may hold: rows and source tokens of all sentences that are being decoded, and padded source tokens of those that are
/// encoded together. One sentence always fits into an idle engine, however large it is. Where the device's memory proves smaller than the
/// options hope, the budget shrinks, and stays so for as long as the version serves.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="padsSources">The engine pads all sources to the longest, so that this is what they cost as long as it is there.</param>
/// <param name="enoughRows">Most rows where the options name none.</param>
internal sealed class BatchBudget(SchedulerOptions options, bool padsSources, int enoughRows = 128)
{
    private int _rows = options.MaxBatchRows ?? enoughRows;
    private long _tokens = options.MaxBatchTokens;

    /// <summary>Rows that may be decoded together now.</summary>
    public int Rows => _rows;

    /// <summary>Whether <paramref name="joining"/> may be encoded together and be decoded beside <paramref name="running"/>.</summary>
    public bool Allows(BatchLoad running, BatchLoad joining)
    {
        if (running.IsNothing && joining.Sentences == 1)
            return true;

        var all = running + joining;
        return all.Rows <= _rows
            && joining.PaddedTokens <= _tokens
            && (padsSources ? all.PaddedTokens : all.Tokens) <= _tokens;
    }

    /// <summary>Rows that one engine holds at once while it works off so much.</summary>
    public int RowsTogether(BatchLoad all) =>
        (int)Math.Max(1, Math.Min(Math.Min(all.Rows, _rows), all.Rows * _tokens / Math.Max(1, all.Tokens)));

    /// <summary>From now on takes half of what was too much. False where it took no more than that already, as when several engines fail at once.</summary>
    public bool Halve(BatchLoad tooMuch)
    {
        var (rows, tokens) = (Math.Max(1, tooMuch.Rows / 2), Math.Max(1, (padsSources ? tooMuch.PaddedTokens : tooMuch.Tokens) / 2));
        if (rows >= _rows && tokens >= _tokens)
            return false;

        (_rows, _tokens) = (Math.Min(_rows, rows), Math.Min(_tokens, tokens));
        return true;
    }
}
