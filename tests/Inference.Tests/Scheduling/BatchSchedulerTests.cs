using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Tests.Scheduling;

public sealed class BatchSchedulerTests
{
    private static readonly SchedulerOptions Options = new() { MaxBatchTokens = 100, MaxBatchRows = 20 };

    private readonly BatchScheduler _scheduler = new(new BatchBudget(Options, padsSources: false));

    [Fact]
    public void Padding_counts_against_the_token_budget()
    {
        Assert.Equal([10], Lengths(Take([Sentence(tokens: 10), Sentence(tokens: 60)])));   // 2 rows × 60 > 100
    }

    [Fact]
    public void Every_row_of_a_beam_counts()
    {
        var batch = Take([Sentence(10, beam: 4), Sentence(10, beam: 4), Sentence(10, beam: 4), Sentence(10, beam: 2)]);

        Assert.Equal([4, 4, 2], batch.Select(job => job.Rows));
    }

    [Fact]
    public void Neighbours_in_length_come_first_and_the_oldest_always()
    {
        var batch = Take([Sentence(20), Sentence(3), Sentence(21), Sentence(40), Sentence(19), Sentence(20), Sentence(22)]);

        Assert.Equal([20, 20, 21, 19], Lengths(batch));
    }

    [Fact]
    public void Rows_are_bounded_however_short_the_sentences()
    {
        Assert.Equal(20, Take([.. Enumerable.Range(0, 50).Select(_ => Sentence(1))]).Count);
    }

    [Fact]
    public void A_sentence_over_the_budget_goes_alone_and_only_when_nothing_runs()
    {
        Assert.Equal([500], Lengths(Take([Sentence(500), Sentence(1)])));
        Assert.Empty(Take([Sentence(500)], running: Load(Sentence(1))));
    }

    [Fact]
    public void Those_that_run_leave_less_room()
    {
        var running = Load(Sentence(10, beam: 4), Sentence(2, beam: 12));   // 16 rows, 64 tokens

        Assert.Equal([4], Lengths(Take([Sentence(4, beam: 4), Sentence(1)], running)));
        Assert.Equal([36], Lengths(Take([Sentence(37), Sentence(36), Sentence(1)], running)));
    }

    [Fact]
    public void An_engine_that_pads_counts_the_longest_for_everybody()
    {
        var padding = new BatchScheduler(new BatchBudget(Options, padsSources: true));
        var running = Load(Sentence(30, beam: 1), Sentence(1, beam: 1));

        Assert.Single(padding.TakeBatch([Sentence(1), Sentence(1), Sentence(1)], running));   // 3 rows × 30 ≤ 100 < 4 × 30
        Assert.Equal(3, Take([Sentence(1), Sentence(1), Sentence(1)], running).Count);
    }

    [Fact]
    public void No_more_are_taken_than_wanted()
    {
        Assert.Equal(2, _scheduler.TakeBatch([Sentence(1), Sentence(1), Sentence(1)], BatchLoad.Nothing, most: 2).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Batch_after_batch_nobody_starves_and_no_budget_is_exceeded(int seed) => Simulate(new Random(seed), staySteps: 0);

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void Beside_those_that_run_nobody_starves_and_no_budget_is_exceeded(int seed) => Simulate(new Random(seed), staySteps: 12);

    /// <summary>More arrive than can be taken, then no more. Everyone is taken once, and overtaken by at most so many batches.</summary>
    private void Simulate(Random random, int staySteps)
    {
        var waiting = new List<Job>();
        var running = new List<(Job Job, int Until)>();
        var (arrived, taken) = (new List<Job>(), new List<Job>());
        for (var step = 0; step < 400 || waiting.Count > 0; step++)
        {
            Assert.True(step < 20_000, $"{waiting.Count} sentences are never taken.");
            running.RemoveAll(sentence => sentence.Until <= step);
            for (var arriving = step < 400 ? random.Next(0, 8) : 0; arriving > 0; arriving--)
                Arrive(random, waiting, arrived);

            var load = Load([.. running.Select(sentence => sentence.Job)]);
            var batch = waiting.Count == 0 ? [] : _scheduler.TakeBatch(waiting, load);

            CheckBudget(load, batch);
            Assert.All(arrived, job => Assert.InRange(job.Overtakings, 0, BatchScheduler.MostOvertakings));
            taken.AddRange(batch);
            running.AddRange(batch.Select(job => (job, step + (staySteps == 0 ? 0 : random.Next(1, staySteps)))));
        }

        Assert.Equal(arrived.Count, taken.Distinct().Count());
        Assert.Equal(arrived.Count, taken.Count);
        Assert.Contains(arrived, job => job.Overtakings > 0);
    }

    /// <summary>Mostly short ones, to be taken again and again before a rare long one; a few are larger than the whole budget.</summary>
    private static void Arrive(Random random, List<Job> waiting, List<Job> arrived)
    {
        var job = random.Next(40) == 0
            ? Sentence(random.Next(90, 200), beam: random.Next(1, 30))
            : Sentence(random.Next(10) == 0 ? random.Next(30, 100) : random.Next(2, 6), beam: random.Next(1, 5));
        waiting.Add(job);
        arrived.Add(job);
    }

    private static void CheckBudget(BatchLoad running, IReadOnlyList<Job> batch)
    {
        if (batch.Count == 0 || (running.IsNothing && batch.Count == 1))
            return;

        Assert.InRange(batch.Max(job => job.Source.Length) * batch.Sum(job => job.Rows), 1, Options.MaxBatchTokens);
        Assert.InRange(running.Rows + batch.Sum(job => job.Rows), 1, Options.MaxBatchRows!.Value);
        Assert.InRange(running.Tokens + batch.Sum(job => job.Source.Length * job.Rows), 1, Options.MaxBatchTokens);
    }

    private IReadOnlyList<Job> Take(List<Job> waiting, BatchLoad running = default) => _scheduler.TakeBatch(waiting, running);

    private static BatchLoad Load(params Job[] running) => running.Aggregate(BatchLoad.Nothing, (load, job) => load.With(job));

    private static Job Sentence(int tokens, int beam = 1) => new(new int[tokens], new() { BeamSize = beam }, TestContext.Current.CancellationToken);

    private static IEnumerable<int> Lengths(IEnumerable<Job> batch) => batch.Select(job => job.Source.Length);
}
