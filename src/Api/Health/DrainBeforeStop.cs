using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Hosting;

namespace Seq2SeqService.Api.Health;

/// <summary>
/// Holds the stop for the drain delay: the readiness check already says "stopping" while requests are still taken,
/// so that a load balancer looks away before the door closes.
/// </summary>
internal sealed class DrainBeforeStop(IOptions<ApiOptions> options, TimeProvider clock, ILogger<DrainBeforeStop> logger) : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var delay = options.Value.DrainDelay;
        logger.LogInformation("Stopping: not ready any more, closing the door in {Seconds} s", delay.TotalSeconds);
        await Task.Delay(delay, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
