namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// Chooses the next batch of a waiting line: the oldest sentence always, then those nearest to it in length while the budget lasts.
/// As the oldest is in every batch, a sentence waits for at most as many batches as sentences were before it: nobody starves. Plain
/// policy: no clock, no threads.
/// </summary>
internal sealed class BatchScheduler(SchedulerOptions options)
{
    /// <param name="waiting">The line, oldest first, not empty.</param>
    public IReadOnlyList<Job> NextBatch(IReadOnlyList<Job> waiting)
    {
        var oldest = waiting[0];
        var batch = new List<Job> { oldest };
        var longest = oldest.Source.Length;
        var rows = oldest.Options.BeamSize;

        // OrderBy keeps the order of arrival among equal lengths.
        foreach (var job in waiting.Skip(1).OrderBy(job => Math.Abs(job.Source.Length - oldest.Source.Length)))
        {
            var newLongest = Math.Max(longest, job.Source.Length);
            var newRows = rows + job.Options.BeamSize;
            if (newRows > options.MaxBatchRows || (long)newLongest * newRows > options.MaxBatchTokens)
                continue;   // another one, shorter or with a smaller beam, may still fit

            batch.Add(job);
            longest = newLongest;
            rows = newRows;
        }

        return batch;
    }
}
