using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Scheduling;
using Seq2SeqService.Inference.Tests.Decoding;

namespace Seq2SeqService.Inference.Tests.Scheduling;

/// <summary>The whole scheduler under random arrivals on a clock that only the engine's work moves: latencies are those of the policies alone.</summary>
public sealed class LoadTests
{
    private static readonly SchedulerOptions Continuous = new() { MaxBatchRows = 64 };
    private static readonly SchedulerOptions Static = Continuous with { Joining = Joining.Static };

    [Fact]
    public void Joining_between_steps_beats_batch_after_batch()
    {
        var rate = 0.8 * Capacity(Static);

        var (continuous, batches) = (Run(Continuous, rate), Run(Static, rate));

        Assert.True(batches.P95 > 1.5 * continuous.P95, $"p95 of {continuous.P95:0} ms against {batches.P95:0} ms.");
        Assert.True(batches.P50 > 1.5 * continuous.P50, $"p50 of {continuous.P50:0} ms against {batches.P50:0} ms.");
        Assert.True(Capacity(Continuous) > Capacity(Static));
    }

    [Fact]
    public void At_low_load_a_sentence_takes_the_time_that_it_takes_alone()
    {
        var lone = Run(Continuous, rate: 0.5);

        Assert.InRange(Run(Continuous, rate: 5).P50, 0, 1.2 * lone.P50);
    }

    [Fact]
    public void Under_load_sentences_are_encoded_together()
    {
        var full = Run(Continuous, rate: 2 * Capacity(Continuous));

        Assert.InRange(full.SentencesOfEncoding, 4, 64);
        Assert.InRange(full.RowsOfStep, 0.75 * Continuous.MaxBatchRows!.Value, Continuous.MaxBatchRows.Value);
    }

    private static double Capacity(SchedulerOptions options) => Run(options, rate: 10_000).PerSecond;

    /// <summary>1500 sentences of mixed lengths, greedy or with a beam of four, that arrive at a mean rate per second.</summary>
    private static Measured Run(SchedulerOptions options, double rate)
    {
        var (time, random) = (new ManualTime(), new Random(3));
        using var engine = new LengthEngine(time);
        using var running = new RunningBatch(
            engine, TargetRules.Of("length", Searching.Config(), new GenerationConfig(), engine), new SchedulerMetrics("length"), time, new WorkRate(engines: 1));
        var queue = new JobQueue(options, new BatchBudget(options, padsSources: false), new SchedulerMetrics("length"), time);
        var coming = new Queue<(Job Job, TimeSpan At)>(Arrivals(random, rate));
        var jobs = coming.Select(coming => coming.Job).ToList();
        var due = coming.ToDictionary(coming => coming.Job, coming => coming.At);

        while (coming.Count > 0 || queue.Count > 0 || !running.IsIdle)
        {
            if (running.IsIdle && queue.Count == 0 && coming.Peek().At is var next && next > time.GetElapsedTime(0))
                time.Advance(next - time.GetElapsedTime(0));
            while (coming.TryPeek(out var arrival) && arrival.At <= time.GetElapsedTime(0))
                queue.Enqueue([coming.Dequeue().Job]);

            var joining = running.IsIdle ? queue.Take()! : queue.TakeJoining(running.Load, running.StepsSinceJoin);
            if (joining.Count > 0)
                running.Join(joining);

            running.Step();
        }

        var latencies = jobs.Select(job => (time.GetElapsedTime(0, job.Result.Result.EndedAt) - due[job]).TotalMilliseconds).Order().ToList();
        return new(
            latencies[latencies.Count / 2], latencies[latencies.Count * 95 / 100], jobs.Count / time.GetElapsedTime(0).TotalSeconds,
            (double)engine.StepRows / engine.Steps, (double)jobs.Count / engine.Encodings);
    }

    private static IEnumerable<(Job Job, TimeSpan At)> Arrivals(Random random, double rate)
    {
        var at = TimeSpan.Zero;
        for (var i = 0; i < 1500; i++)
        {
            at += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / rate);   // Poisson
            var length = (int)Math.Clamp(Math.Exp(2.9 + (0.7 * Gaussian(random))), 3, 150);
            var source = Enumerable.Repeat(1, length).ToArray();
            source[0] = Math.Max(1, (int)(length * (0.8 + (0.4 * random.NextDouble()))));
            yield return (new(source, new() { BeamSize = random.Next(4) == 0 ? 4 : 1 }, TestContext.Current.CancellationToken), at);
        }
    }

    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private sealed record Measured(double P50, double P95, double PerSecond, double RowsOfStep, double SentencesOfEncoding);
}
