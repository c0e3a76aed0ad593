using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Tests.Scheduling;

public sealed class JoinPolicyTests
{
    private static readonly SchedulerOptions Options = new() { MaxBatchTokens = 1000, MaxBatchRows = 40, JoinSteps = 4, JoinShare = 0.3 };

    [Fact]
    public void An_idle_engine_waits_for_nobody() => Assert.True(IsTime(Options, waiting: 1, running: 0, steps: 0));

    [Fact]
    public void A_lone_sentence_joins_at_once_where_nobody_has_joined_lately() => Assert.True(IsTime(Options, waiting: 1, running: 30, steps: 4));

    [Fact]
    public void It_waits_a_few_steps_for_others_where_somebody_has() => Assert.False(IsTime(Options, waiting: 1, running: 30, steps: 3));

    [Fact]
    public void A_good_share_of_those_that_run_joins_at_once()
    {
        Assert.True(IsTime(Options, waiting: 9, running: 30, steps: 0));
        Assert.False(IsTime(Options, waiting: 8, running: 30, steps: 0));
        Assert.True(IsTime(Options, waiting: 1, running: 3, steps: 0));
    }

    [Fact]
    public void Only_those_count_for_whom_there_is_room() => Assert.False(IsTime(Options, waiting: 100, running: 35, steps: 0));   // 5 of the 11 that it takes

    [Fact]
    public void Batch_after_batch_nobody_joins_before_all_are_finished()
    {
        var batches = Options with { Joining = Joining.Static };

        Assert.False(IsTime(batches, waiting: 30, running: 1, steps: 100));
        Assert.True(IsTime(batches, waiting: 1, running: 0, steps: 0));
    }

    private static bool IsTime(SchedulerOptions options, int waiting, int running, int steps)
    {
        var line = Enumerable.Range(0, waiting).Select(_ => Sentence()).ToList();
        var load = Enumerable.Range(0, running).Aggregate(BatchLoad.Nothing, (load, _) => load.With(Sentence()));
        return new JoinPolicy(options, new BatchBudget(options, padsSources: false)).IsTime(line, load, steps);
    }

    private static Job Sentence() => new(new int[5], new() { BeamSize = 1 }, TestContext.Current.CancellationToken);
}
