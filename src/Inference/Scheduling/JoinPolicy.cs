namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// When waiting sentences are encoded to join those that are being decoded. Encoding one at a time at every step would read the encoder's
/// weights for each; waiting for many would keep the first of them from beginning. So they join together as soon as their rows are a good
/// share of those that run (<c>waiting_served_ratio</c> of Hugging Face's text-generation-inference), and after a few steps in any case. An
/// idle engine waits for nobody, and at low load the last join is long past: a lone sentence joins at the next step. Plain policy: no clock,
/// no threads.
/// </summary>
internal sealed class JoinPolicy(SchedulerOptions options, BatchBudget budget)
{
    /// <param name="waiting">The line, oldest first, not empty.</param>
    /// <param name="running">What is being decoded.</param>
    /// <param name="stepsSinceJoin">Steps since somebody joined last.</param>
    public bool IsTime(IReadOnlyList<Job> waiting, BatchLoad running, int stepsSinceJoin)
    {
        if (running.IsNothing)
            return true;

        return options.Joining == Joining.Continuous
            && (stepsSinceJoin >= options.JoinSteps || IsGoodShare(waiting, running));
    }

    /// <summary>Whether enough wait, and have room, in the order of the line.</summary>
    private bool IsGoodShare(IReadOnlyList<Job> waiting, BatchLoad running)
    {
        var joining = BatchLoad.Nothing;
        for (var i = 0; i < waiting.Count && joining.Rows < options.JoinShare * running.Rows; i++)
        {
            joining = joining.With(waiting[i]);
            if (!budget.Allows(running, joining))
                return false;
        }

        return joining.Rows >= options.JoinShare * running.Rows;
    }
}
