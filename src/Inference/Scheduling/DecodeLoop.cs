using Microsoft.Extensions.Logging;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// The one thread that calls an engine: between two steps it lets waiting sentences join, answers each as soon as it is finished, and disposes
/// the engine when the queue is closed and empty. Idle, it sleeps in the queue; there is no timer. Several loops may take from one queue, each
/// with an engine of its own.
/// </summary>
internal sealed partial class DecodeLoop(JobQueue queue, IEngine engine, TargetRules rules, TimeProvider time, ILogger logger)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SchedulerMetrics _metrics = new(rules.Model);
    private volatile bool _aborted;

    /// <summary>Completes when all accepted work is done and the engine is disposed.</summary>
    public Task Ended => _ended.Task;

    public void Start() => new Thread(Run) { Name = $"decode {rules.Model}", IsBackground = true }.Start();

    /// <summary>Gives up: from the next step on, accepted work fails with <see cref="TranslationFailure.Stopping"/>.</summary>
    public void Abort() => _aborted = true;

    /// <summary>The loop itself, on the calling thread.</summary>
    public void Run()
    {
        try
        {
            using var running = new RunningBatch(engine, rules, _metrics, time);
            while (WhoJoins(running) is { } joining)
                Advance(running, joining);
        }
        finally
        {
            Close();
        }
    }

    /// <summary>Mostly nobody; null when there is nothing left to do.</summary>
    private IReadOnlyList<Job>? WhoJoins(RunningBatch running) =>
        running.IsIdle ? queue.Take() : queue.TakeJoining(running.Load, running.StepsSinceJoin);

    private void Advance(RunningBatch running, IReadOnlyList<Job> joining)
    {
        try
        {
            if (joining.Count > 0 && !_aborted)
                running.Join(joining);

            Step(running);
        }
        catch (Exception error)
        {
            Isolate(running, Unanswered(running, joining), error);
        }

        if (_aborted)
            Refuse([.. joining.Where(job => !job.IsEnded)]);
    }

    private void Step(RunningBatch running)
    {
        if (_aborted)
            Refuse(running.Drop());
        else if (!running.IsIdle)
            running.Step();
    }

    /// <summary>
    /// What was being decoded when the engine threw is decoded again from its beginning, in halves of halves, until the sentence that
    /// makes it throw is alone: it fails, and the others are answered as if it had never been there.
    /// </summary>
    private void Isolate(RunningBatch running, IReadOnlyList<Job> dropped, Exception error)
    {
        if (dropped.Count == 1)
        {
            LogSentenceFailed(logger, rules.Model, dropped[0].Source.Length, error);
            dropped[0].Fail(error);
            _metrics.Failed();
            return;
        }

        LogBatchFailed(logger, rules.Model, dropped.Count, error);
        var half = dropped.Count / 2;
        DecodeToEnd(running, [.. dropped.Take(half)]);
        DecodeToEnd(running, [.. dropped.Skip(half)]);
    }

    private void DecodeToEnd(RunningBatch running, IReadOnlyList<Job> jobs)
    {
        try
        {
            if (jobs.Count > 0)
                running.Join(jobs);

            while (!running.IsIdle)
                Step(running);
        }
        catch (Exception error)
        {
            Isolate(running, Unanswered(running, jobs), error);
        }
    }

    /// <summary>Those that ran, and those that were about to join when one of them threw.</summary>
    private static IReadOnlyList<Job> Unanswered(RunningBatch running, IReadOnlyList<Job> joining) =>
        [.. running.Drop().Union(joining).Where(job => !job.IsEnded)];

    private void Refuse(IReadOnlyList<Job> jobs)
    {
        foreach (var job in jobs)
        {
            job.Fail(new TranslationException(TranslationFailure.Stopping, "The service stopped before the text was translated."));
            _metrics.Failed();
        }
    }

    private void Close()
    {
        try
        {
            engine.Dispose();
        }
        catch (Exception error)
        {
            LogDisposeFailed(logger, rules.Model, error);
        }

        _ended.TrySetResult();
    }

    [LoggerMessage(LogLevel.Warning, "A batch of {Sentences} sentences failed on {Model}; its halves are tried again")]
    private static partial void LogBatchFailed(ILogger logger, string model, int sentences, Exception error);

    [LoggerMessage(LogLevel.Error, "A sentence of {Tokens} tokens failed on {Model}")]
    private static partial void LogSentenceFailed(ILogger logger, string model, int tokens, Exception error);

    [LoggerMessage(LogLevel.Error, "The engine of {Model} could not be released")]
    private static partial void LogDisposeFailed(ILogger logger, string model, Exception error);
}
