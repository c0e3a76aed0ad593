using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.Jobs;

/// <summary>Removes what was kept long enough, ends what had all its attempts, and counts the rest for metrics.</summary>
internal sealed partial class JobSweep(JobStore store, JobSignals signals, IOptions<JobOptions> options, TimeProvider clock, ILogger<JobSweep> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        JobMetrics.Begin();
        while (!stoppingToken.IsCancellationRequested)
        {
            await SweepAsync(stoppingToken);
            await Task.Delay(options.Value.PollInterval, clock, stoppingToken);
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        try
        {
            var (failed, counts) = await store.SweepAsync(stopping);
            JobMetrics.Set(counts ?? JobCounts.None);
            JobMetrics.Ended(JobOutcome.Exhausted, failed);
            if (failed > 0)
                signals.Ended();
        }
        catch (RequestRefusedException)
        {
            // The store has logged it.
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)   // the next one may do better
        {
            LogFailed(error);
        }
    }

    [LoggerMessage(LogLevel.Error, "Jobs could not be swept")]
    private partial void LogFailed(Exception error);
}
