using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Tracing;

namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// The one thread that calls an engine: between two steps it lets waiting sentences join, answers each as soon as it is finished, and disposes
/// the engine when the queue is closed and empty. Idle, it sleeps in the queue; there is no timer. Several loops may take from one queue, each
/// with an engine of its own, which it exchanges for a fresh one where it seems to be broken.
/// </summary>
internal sealed partial class DecodeLoop(JobQueue queue, RenewableEngine engine, TargetRules rules, TimeProvider time, ILogger logger)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SchedulerMetrics _metrics = new(rules.Model);
    private volatile bool _aborted;
    private long _busySince = Idle;

    // What a clock's reading never is.
    private const long Idle = long.MinValue;

    /// <summary>Completes when all accepted work is done and the engine is disposed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The engine that it alone calls, but for <see cref="IEngine.Replicate"/>.</summary>
    public IEngine Engine => engine;

    /// <summary>Time since it last finished a step; zero while it waits for work.</summary>
    public TimeSpan Busy => Volatile.Read(ref _busySince) is var since and not Idle ? time.GetElapsedTime(since) : TimeSpan.Zero;

    public void Start() => new Thread(Run) { Name = $"decode {rules.Model}", IsBackground = true }.Start();

    /// <summary>Gives up: from the next step on, accepted work fails with <see cref="TranslationFailure.Stopping"/>.</summary>
    public void Abort() => _aborted = true;

    /// <summary>The loop itself, on the calling thread.</summary>
    public void Run()
    {
        try
        {
            using var running = new RunningBatch(engine, rules, _metrics, time, queue.Rate);
            while (WhoJoins(running) is { } joining)
            {
                Beat();
                Advance(running, joining);
                if (running.IsIdle)
                    Volatile.Write(ref _busySince, Idle);
            }
        }
        finally
        {
            Close();
        }
    }

    /// <summary>Says that the loop is alive; called before every step, and allocates nothing.</summary>
    private void Beat() => Volatile.Write(ref _busySince, time.GetTimestamp());

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
    /// makes it throw is alone: it fails, and the others are answered as if it had never been there. Where memory was short for all of them together
    /// and for none alone, later batches are smaller from the beginning.
    /// </summary>
    /// <returns>Whether memory was enough for each of them.</returns>
    private bool Isolate(RunningBatch running, IReadOnlyList<Job> dropped, Exception error)
    {
        if (dropped.Count == 1)
        {
            if (!MemoryShortage.Is(error) && Renew(error))
                return DecodeToEnd(running, dropped);

            Fail(dropped[0], error);
            return !MemoryShortage.Is(error);
        }

        LogBatchFailed(logger, rules.Model, dropped.Count, error);
        var half = dropped.Count / 2;
        var isEnough = DecodeToEnd(running, [.. dropped.Take(half)]) & DecodeToEnd(running, [.. dropped.Skip(half)]);
        if (isEnough && MemoryShortage.Is(error) && queue.Shrink(dropped) is { } rows)
            LogShrunk(logger, rules.Model, rows);

        return isEnough;
    }

    /// <summary>Logged as a part of the request, whose trace id its caller was told.</summary>
    private void Fail(Job job, Exception error)
    {
        Activity.Current = job.Caller;
        LogSentenceFailed(logger, rules.Model, job.Source.Length, error);
        Activity.Current = null;
        SentenceSpans.Decoded(job, "failed", time);
        job.Fail(error);
        _metrics.Failed();
    }

    private bool DecodeToEnd(RunningBatch running, IReadOnlyList<Job> jobs)
    {
        try
        {
            if (jobs.Count > 0)
                running.Join(jobs);

            while (!running.IsIdle)
            {
                Beat();
                Step(running);
            }

            return true;
        }
        catch (Exception error)
        {
            return Isolate(running, Unanswered(running, jobs), error);
        }
    }

    /// <summary>Exchanges the engine, as it may be what makes a lone sentence fail; false where it was exchanged a short time ago, or cannot be.</summary>
    private bool Renew(Exception error)
    {
        try
        {
            if (!engine.TryRenew())
                return false;

            LogEngineRenewed(logger, rules.Model, error);
            return true;
        }
        catch (Exception failure)
        {
            LogNotRenewed(logger, rules.Model, failure);
            return false;
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

    [LoggerMessage(LogLevel.Warning, "The engine of {Model} ran out of memory; from now on it decodes {Rows} rows together at most (Inference:Scheduler:MaxBatchRows sets where it begins)")]
    private static partial void LogShrunk(ILogger logger, string model, int rows);

    [LoggerMessage(LogLevel.Warning, "The engine of {Model} failed a sentence that was alone; a fresh one takes its place and tries it again")]
    private static partial void LogEngineRenewed(ILogger logger, string model, Exception error);

    [LoggerMessage(LogLevel.Error, "No fresh engine could be made for {Model}; the old one goes on")]
    private static partial void LogNotRenewed(ILogger logger, string model, Exception error);

    [LoggerMessage(LogLevel.Error, "A sentence of {Tokens} tokens failed on {Model}")]
    private static partial void LogSentenceFailed(ILogger logger, string model, int tokens, Exception error);

    [LoggerMessage(LogLevel.Error, "The engine of {Model} could not be released")]
    private static partial void LogDisposeFailed(ILogger logger, string model, Exception error);
}
