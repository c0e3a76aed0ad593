namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// How much an engine may hold: rows and source tokens of all sentences that are being decoded, and padded source tokens of those that are
/// encoded together. One sentence always fits into an idle engine, however large it is.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="padsSources">The engine pads all sources to the longest, so that this is what they cost as long as it is there.</param>
internal sealed class BatchBudget(SchedulerOptions options, bool padsSources)
{
    /// <summary>Whether <paramref name="joining"/> may be encoded together and be decoded beside <paramref name="running"/>.</summary>
    public bool Allows(BatchLoad running, BatchLoad joining)
    {
        if (running.IsNothing && joining.Sentences == 1)
            return true;

        var all = running + joining;
        return all.Rows <= options.MaxBatchRows
            && joining.PaddedTokens <= options.MaxBatchTokens
            && (padsSources ? all.PaddedTokens : all.Tokens) <= options.MaxBatchTokens;
    }
}
