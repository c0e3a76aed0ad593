using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Seq2SeqService.Inference.Buckets;

/// <summary>Looks into the bucket at start and then from time to time, where there is one.</summary>
internal sealed class BucketWatcher(BucketMirror mirror, FirstLook first, IOptions<BucketOptions> options, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.IsSet)
            return;

        BucketMetrics.Show();
        using var bucket = new S3Bucket(options.Value);
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        do
        {
            await mirror.LookAsync(bucket, stoppingToken).ConfigureAwait(false);
            first.End();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }
}
