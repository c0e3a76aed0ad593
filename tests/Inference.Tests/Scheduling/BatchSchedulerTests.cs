using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Tests.Scheduling;

public sealed class BatchSchedulerTests
{
    private static readonly SchedulerOptions Options = new() { MaxBatchTokens = 100, MaxBatchRows = 20 };

    private readonly BatchScheduler _scheduler = new(Options);

    [Fact]
    public void Padding_counts_against_the_token_budget()
    {
        var batch = _scheduler.NextBatch([Sentence(tokens: 10), Sentence(tokens: 60)]);   // 2 rows × 60 > 100

        Assert.Equal([10], Lengths(batch));
    }

    [Fact]
    public void Every_row_of_a_beam_counts()
    {
        var batch = _scheduler.NextBatch([Sentence(10, beam: 4), Sentence(10, beam: 4), Sentence(10, beam: 4), Sentence(10, beam: 2)]);

        Assert.Equal([4, 4, 2], batch.Select(job => job.Options.BeamSize));
    }

    [Fact]
    public void Neighbours_in_length_come_first_and_the_oldest_always()
    {
        var batch = _scheduler.NextBatch([Sentence(20), Sentence(3), Sentence(21), Sentence(40), Sentence(19), Sentence(20), Sentence(22)]);

        Assert.Equal([20, 20, 21, 19], Lengths(batch));
    }

    [Fact]
    public void Rows_are_bounded_however_short_the_sentences()
    {
        var batch = _scheduler.NextBatch([.. Enumerable.Range(0, 50).Select(_ => Sentence(1))]);

        Assert.Equal(20, batch.Count);
    }

    [Fact]
    public void A_sentence_over_the_budget_goes_alone()
    {
        Assert.Equal([500], Lengths(_scheduler.NextBatch([Sentence(500), Sentence(1)])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Nobody_starves_and_no_batch_is_over_budget_whatever_arrives(int seed)
    {
        var random = new Random(seed);
        var waiting = new List<Job>();
        var latest = new Dictionary<Job, int>();   // the batch that must have taken the job
        var batches = 0;

        for (; batches < 400; batches++)
        {
            for (var arriving = random.Next(0, 12); arriving > 0 || waiting.Count == 0; arriving--)
            {
                // Mostly short sentences, to be taken again and again before a rare long one.
                var job = Sentence(random.Next(10) == 0 ? random.Next(30, 100) : random.Next(2, 6), beam: random.Next(1, 5));
                latest[job] = batches + waiting.Count;
                waiting.Add(job);
            }

            var batch = _scheduler.NextBatch(waiting);

            Assert.Contains(waiting[0], batch);
            Assert.True(batch.Count == 1 || batch.Max(job => job.Source.Length) * batch.Sum(job => job.Options.BeamSize) <= Options.MaxBatchTokens);
            Assert.All(batch, job => Assert.InRange(batches, 0, latest[job]));
            Assert.Equal(batch.Count, waiting.RemoveAll(batch.Contains));
        }

        Assert.All(waiting, job => Assert.InRange(latest[job], batches, int.MaxValue));
    }

    private static Job Sentence(int tokens, int beam = 1) => new(new int[tokens], new() { BeamSize = beam }, TestContext.Current.CancellationToken);

    private static IEnumerable<int> Lengths(IEnumerable<Job> batch) => batch.Select(job => job.Source.Length);
}
