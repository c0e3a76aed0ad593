using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.Jobs;

/// <summary>Takes one job after another: those of this process at once, those of others when it looks.</summary>
internal sealed partial class JobWorker(
    JobStore store, JobAttempt attempt, JobSignals signals, IOptions<JobOptions> options, TimeProvider clock, ILogger<JobWorker> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Value.Workers).Select(_ => Task.Run(() => WorkAsync(stoppingToken), stoppingToken)));

    private async Task WorkAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await DoNextAsync(stopping);
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)   // whatever it was, other jobs must be done
            {
                LogFailed(error);
                await Task.Delay(options.Value.PollInterval, clock, stopping);
            }
        }
    }

    private async Task DoNextAsync(CancellationToken stopping)
    {
        var cameIn = signals.NextIn;
        if (await TakeAsync(stopping) is { } job)
            await attempt.RunAsync(job, stopping);
        else
            await signals.WaitAsync(cameIn, Jittered(options.Value.PollInterval), stopping);
    }

    /// <summary>None where the store cannot be used: it has logged that, and is asked again.</summary>
    private async Task<StoredJob?> TakeAsync(CancellationToken stopping)
    {
        try
        {
            return await store.TakeAsync(stopping);
        }
        catch (RequestRefusedException)
        {
            return null;
        }
    }

    /// <summary>Instances that were started together must not ask together for ever.</summary>
    private static TimeSpan Jittered(TimeSpan interval) => interval * (0.75 + (0.25 * Random.Shared.NextDouble()));

    [LoggerMessage(LogLevel.Error, "A worker for jobs failed, and goes on")]
    private partial void LogFailed(Exception error);
}
