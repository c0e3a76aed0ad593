using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Seq2SeqService.Inference.Models;

/// <summary>
/// Logs once when an engine hangs, and once when it goes on. A thread that hangs cannot be ended from outside, so that the liveness check
/// fails and whoever runs the service starts it anew.
/// </summary>
internal sealed partial class Watchdog(IModelCatalog models, IOptions<InferenceOptions> options, TimeProvider time, ILogger<Watchdog> logger) : BackgroundService
{
    private bool _isStuck;

    /// <summary>Looks once.</summary>
    public void Look()
    {
        var stuck = models.Stuck;
        if (stuck is not null && !_isStuck)
            LogStuck(stuck);
        else if (stuck is null && _isStuck)
            LogGoesOn();

        _isStuck = stuck is not null;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.StuckAfter / 4, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            Look();
    }

    [LoggerMessage(LogLevel.Critical, "{Reason} The liveness check fails from now on")]
    private partial void LogStuck(string reason);

    [LoggerMessage(LogLevel.Warning, "The engine that hung goes on; the liveness check is well again")]
    private partial void LogGoesOn();
}
