namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// Chooses who is encoded together: the oldest sentence that fits beside those that run, then those nearest to it in length while the budget
/// lasts. Whoever has been overtaken by <see cref="MostOvertakings"/> batches is overtaken no more: it comes before all that arrived
/// later, and where it does not fit they wait with it. So nobody starves. Plain policy: no clock, no threads.
/// </summary>
internal sealed class BatchScheduler(BatchBudget budget)
{
    /// <summary>Batches that may take a later sentence and leave an earlier one. Fewer are fairer, more let lengths be more alike.</summary>
    public const int MostOvertakings = 4;

    /// <summary>Takes the next batch out of the line; empty where nobody may join.</summary>
    /// <param name="waiting">The line, oldest first.</param>
    /// <param name="running">What is being decoded.</param>
    /// <param name="most">Most sentences to take.</param>
    public IReadOnlyList<Job> TakeBatch(List<Job> waiting, BatchLoad running, int most = int.MaxValue)
    {
        if (Leader(waiting, running) is not { } leader)
            return [];

        var batch = new List<Job> { leader };
        var load = BatchLoad.Nothing.With(leader);
        foreach (var job in Followers(waiting, leader))
        {
            var more = load.With(job);
            if (batch.Count < most && budget.Allows(running, more))
            {
                batch.Add(job);
                load = more;
            }
            else if (IsOvertakenEnough(job))
            {
                break;
            }
        }

        Remove(waiting, batch);
        return batch;
    }

    private Job? Leader(List<Job> waiting, BatchLoad running)
    {
        foreach (var job in waiting)
        {
            if (budget.Allows(running, BatchLoad.Nothing.With(job)))
                return job;

            if (IsOvertakenEnough(job))
                return null;
        }

        return null;
    }

    /// <summary>First those that may not be overtaken again, then the others by length; OrderBy keeps the order of arrival among equals.</summary>
    private static IEnumerable<Job> Followers(List<Job> waiting, Job leader) => waiting
        .Where(job => job != leader)
        .OrderBy(job => IsOvertakenEnough(job) ? -1 : Math.Abs(job.Source.Length - leader.Source.Length));

    private static bool IsOvertakenEnough(Job job) => job.Overtakings >= MostOvertakings;

    private static void Remove(List<Job> waiting, List<Job> batch)
    {
        var taken = batch.ToHashSet();
        var last = waiting.FindLastIndex(taken.Contains);
        for (var i = 0; i < last; i++)
        {
            if (!taken.Contains(waiting[i]))
                waiting[i].Overtakings++;
        }

        waiting.RemoveAll(taken.Contains);
    }
}
