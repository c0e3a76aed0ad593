using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Monitoring;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Jobs;

/// <summary>One attempt at a job: signs of life beside the work, and one end, which counts only while the job is still this attempt's.</summary>
internal sealed partial class JobAttempt(
    JobStore store, IEnumerable<IJobWork> works, JobSignals signals, IOptions<JobOptions> options, TimeProvider clock, ILogger<JobAttempt> logger)
{
    private const int SignsOfLife = 10;   // for each lease
    private const int MostWrites = 30;   // of one end, a pause between them

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);   // before what failed is tried again

    public async Task RunAsync(StoredJob job, CancellationToken stopping)
    {
        using var span = JobSpan.Start(job);
        using var running = signals.Begin(job);
        using var work = CancellationTokenSource.CreateLinkedTokenSource(stopping, running.Abandoned);
        var progress = new Progress();
        var signsOfLife = GiveSignsOfLifeAsync(job, progress, work);
        var end = await EndOfAsync(job, progress, work.Token, stopping);
        await work.CancelAsync();
        await signsOfLife;

        JobMetrics.Ended(await WriteAsync(end, stopping) ? end.Outcome : JobOutcome.Superseded);
        signals.Ended();
    }

    /// <summary>Waits for a store that is away. A job whose end is never written is begun again when its lease is over.</summary>
    private async Task<bool> WriteAsync(JobEnd end, CancellationToken stopping)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await end.WriteAsync(store, CancellationToken.None);
            }
            catch (RequestRefusedException) when (tries < MostWrites && !stopping.IsCancellationRequested)
            {
                await Task.Delay(Pause, clock, CancellationToken.None);
            }
            catch (RequestRefusedException)
            {
                return false;
            }
        }
    }

    private async Task<JobEnd> EndOfAsync(StoredJob job, Progress progress, CancellationToken work, CancellationToken stopping)
    {
        try
        {
            if (await store.ContentAsync(job, work) is not { } content)
                return JobEnd.Superseded;   // it was deleted a moment ago

            var result = await works.Single(known => known.Kind == job.Kind).DoAsync(job, content, progress, work);
            return JobEnd.Done(job, result);
        }
        catch (OperationCanceledException)
        {
            return stopping.IsCancellationRequested ? JobEnd.Returned(job, TimeSpan.Zero, counts: false) : JobEnd.Superseded;
        }
        catch (TranslationException passing) when (passing.Failure is TranslationFailure.Stopping or TranslationFailure.NoModel)
        {
            return JobEnd.Returned(job, Pause, counts: false);
        }
        catch (RequestRefusedException passing) when (passing.Kind.MayRetry)
        {
            return JobEnd.Returned(job, Pause, counts: false);
        }
        catch (Exception refused) when (refused is TranslationException { Failure: not TranslationFailure.TimedOut } or RequestRefusedException)
        {
            return JobEnd.Failed(job, refused is RequestRefusedException { Faults: var faults } ? faults.ToString() : refused.Message);
        }
        catch (Exception error)   // one job must not end the work on all others, nor one slow moment the job
        {
            LogFailed(error, job.Id, job.Attempt);
            return JobEnd.Returned(job, Pause, counts: true);
        }
    }

    private async Task GiveSignsOfLifeAsync(StoredJob job, Progress progress, CancellationTokenSource work)
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.Value.Lease / SignsOfLife, clock, work.Token);
                try
                {
                    if (await store.RenewAsync(job, progress.Done, work.Token))
                        continue;

                    LogLost(job.Id, job.Attempt);
                    await work.CancelAsync();
                    return;
                }
                catch (RequestRefusedException)
                {
                    // The store cannot be used and has logged it; it decides whose job it is when it is there again.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The work is over.
        }
    }

    [LoggerMessage(LogLevel.Error, "The job {Id} failed at attempt {Attempt}")]
    private partial void LogFailed(Exception error, string id, int attempt);

    [LoggerMessage(LogLevel.Warning, "The job {Id} is not this instance's any more (attempt {Attempt}): it was deleted, or another instance has begun it anew")]
    private partial void LogLost(string id, int attempt);

    private sealed class Progress : IProgress<int>
    {
        private volatile int _done;

        public int Done => _done;

        public void Report(int value) => _done = value;
    }
}
