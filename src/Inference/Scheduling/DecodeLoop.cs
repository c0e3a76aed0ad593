using Microsoft.Extensions.Logging;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// The one thread that calls a model's engine: takes batches from the queue, decodes them, answers each sentence as soon as it is
/// finished, and disposes the engine when the queue is closed and empty. Idle, it sleeps in the queue; there is no timer.
/// </summary>
internal sealed partial class DecodeLoop(JobQueue queue, IEngine engine, TargetRules rules, TimeProvider time, ILogger logger)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
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
            while (queue.Take() is { } batch)
                Decode(batch);
        }
        finally
        {
            Close();
        }
    }

    private void Decode(IReadOnlyList<Job> batch)
    {
        try
        {
            DecodeTogether(batch);
        }
        catch (Exception error) when (batch.Count > 1)
        {
            LogBatchFailed(logger, rules.Model, batch.Count, error);
            foreach (var job in batch.Where(job => !job.IsEnded))
                Decode([job]);   // one bad sentence fails alone
        }
        catch (Exception error)
        {
            LogSentenceFailed(logger, rules.Model, batch[0].Source.Length, error);
            batch[0].Fail(error);
        }
    }

    private void DecodeTogether(IReadOnlyList<Job> batch)
    {
        if (_aborted)
        {
            Refuse(batch);
            return;
        }

        var jobs = batch.ToDictionary(job => DecodingGroup.Create(job.Source, rules, job.Options, job.Cancel));
        var now = time.GetTimestamp();
        foreach (var job in batch)
            job.StartedAt = now;

        using var decoder = new BatchDecoder(engine);
        decoder.Join([.. jobs.Keys]);
        while (!decoder.IsIdle)
        {
            if (_aborted)
            {
                Refuse(batch);
                return;
            }

            foreach (var group in decoder.Step())
                Answer(jobs[group], group);
        }
    }

    private void Answer(Job job, DecodingGroup group)
    {
        if (group.IsFinished)
            job.Complete(group.Results, time.GetTimestamp());
        else
            job.Abandon();
    }

    private static void Refuse(IReadOnlyList<Job> batch)
    {
        foreach (var job in batch)
            job.Fail(new TranslationException(TranslationFailure.Stopping, "The service stopped before the text was translated."));
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

    [LoggerMessage(LogLevel.Warning, "A batch of {Sentences} sentences failed on {Model}; each is tried alone")]
    private static partial void LogBatchFailed(ILogger logger, string model, int sentences, Exception error);

    [LoggerMessage(LogLevel.Error, "A sentence of {Tokens} tokens failed on {Model}")]
    private static partial void LogSentenceFailed(ILogger logger, string model, int tokens, Exception error);

    [LoggerMessage(LogLevel.Error, "The engine of {Model} could not be released")]
    private static partial void LogDisposeFailed(ILogger logger, string model, Exception error);
}
