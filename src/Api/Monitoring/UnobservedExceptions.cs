using System.Diagnostics.Metrics;

namespace Seq2SeqService.Api.Monitoring;

/// <summary>
/// Logs and counts what failed in a task that nobody waited for. Such a failure harms no request and shows nowhere else: one is a bug, many are work that
/// is lost in silence.
/// </summary>
internal sealed partial class UnobservedExceptions(ILogger<UnobservedExceptions> logger) : IHostedService
{
    private static readonly Counter<long> Count = new Meter(RequestMetrics.MeterName).CreateCounter<long>(
        "nmt_unobserved_exceptions", "{exception}", "Failures of tasks that nobody waited for; each is a bug.");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Count.Add(0);   // so that it is seen before the first
        TaskScheduler.UnobservedTaskException += Note;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        TaskScheduler.UnobservedTaskException -= Note;
        return Task.CompletedTask;
    }

    /// <summary>The runtime tells it when the task is collected, which may be long after the failure.</summary>
    public void Note(object? sender, UnobservedTaskExceptionEventArgs failure)
    {
        Count.Add(1);
        LogUnobserved(failure.Exception);
        failure.SetObserved();
    }

    [LoggerMessage(LogLevel.Error, "A task that nobody waited for failed")]
    private partial void LogUnobserved(Exception error);
}
