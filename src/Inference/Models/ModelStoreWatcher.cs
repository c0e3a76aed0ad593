using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Seq2SeqService.Inference.Models;

/// <summary>Looks into the model store at start and then from time to time, on a thread of its own so that loading stalls no request.</summary>
internal sealed partial class ModelStoreWatcher(
    ModelStore store, IOptions<InferenceOptions> options, TimeProvider time, ILogger<ModelStoreWatcher> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var gauges = new ModelGauges(store);
        using var timer = new PeriodicTimer(options.Value.PollInterval, time);
        do
        {
            try
            {
                await Task.Factory.StartNew(store.Refresh, stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogRefreshFailed(error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        var draining = store.StopAsync(cancellationToken);   // first, so that a look in progress loads no more
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await draining.ConfigureAwait(false);
    }

    [LoggerMessage(LogLevel.Error, "The model store could not be looked through; what serves goes on")]
    private partial void LogRefreshFailed(Exception error);
}
