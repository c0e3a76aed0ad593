using System.Diagnostics;
using Seq2SeqService.Benchmarks.Machine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>
/// The engine behind the service's waiting line and batch policies, with as many sentences in them as the load has clients, but without HTTP and texts, on
/// one thread: what joining between steps costs by itself. The first turn warms up.
/// </summary>
internal sealed class ScheduledPass(IEngine engine, Checkpoint checkpoint, ServiceOptions options, IReadOnlyList<int[]> sources, DecodingOptions decoding) : IDisposable
{
    private const double WarmUp = 0.25, Measured = 1;   // seconds

    private readonly TargetRules _rules = TargetRules.Of(checkpoint.Name, checkpoint.Config, checkpoint.Generation, engine);
    private readonly SchedulerMetrics _metrics = new("scheduled");
    private int _next;

    public Throughput Measure()
    {
        var queue = new JobQueue(options.Scheduler, new BatchBudget(options.Scheduler, engine.PadsSources, engine.EnoughRows), _metrics, TimeProvider.System);
        using var running = new RunningBatch(engine, _rules, _metrics, TimeProvider.System, new WorkRate(engines: 1));
        var open = new List<Job>();

        Decode(queue, running, open, WarmUp);
        var tokens = 0;
        var timing = Timing.Of(threads: 1, () => tokens = Decode(queue, running, open, Measured));
        return new(tokens, timing.ClockSeconds, timing.ProcessorSeconds);
    }

    public void Dispose() => engine.Dispose();

    /// <summary>Every sentence that is finished makes room for the next. Returns the tokens of those that were.</summary>
    private int Decode(JobQueue queue, RunningBatch running, List<Job> open, double seconds)
    {
        var tokens = 0;
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < seconds;)
        {
            while (open.Count < options.Clients)
            {
                open.Add(new Job(sources[_next++ % sources.Count], decoding, CancellationToken.None));
                queue.Enqueue([open[^1]]);
            }

            var joining = running.IsIdle ? queue.Take()! : queue.TakeJoining(running.Load, running.StepsSinceJoin);
            if (joining.Count > 0)
                running.Join(joining);

            running.Step();
            tokens += open.Where(job => job.IsEnded).Sum(job => job.Result.Result.Hypotheses[0].Tokens.Count);
            open.RemoveAll(job => job.IsEnded);
        }

        return tokens;
    }
}
