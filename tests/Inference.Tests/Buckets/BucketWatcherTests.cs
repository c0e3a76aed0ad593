using Microsoft.Extensions.Options;
using Seq2SeqService.Inference.Buckets;

namespace Seq2SeqService.Inference.Tests.Buckets;

public sealed class BucketWatcherTests
{
    [Fact]
    public async Task An_empty_directory_is_ready_only_after_the_first_look_into_the_bucket()
    {
        await using var bench = await MirrorBench.StartAsync();
        bench.Serving.Store.Refresh();
        Assert.False(bench.Serving.Store.IsReady);

        bench.Upload("1");
        await bench.LookAsync();   // brings a version, which serves

        Assert.True(bench.Serving.Store.IsReady);
    }

    [Fact]
    public async Task A_version_that_is_here_serves_without_the_bucket()
    {
        await using var bench = await MirrorBench.StartAsync();
        bench.Serving.Models.Publish("en-de", "1");

        bench.Serving.Store.Refresh();

        Assert.True(bench.Serving.Store.IsReady);
    }

    [Fact]
    public async Task The_first_look_is_over_when_the_bucket_is_empty_and_later_looks_bring_what_is_there()
    {
        await using var bench = await MirrorBench.StartAsync();
        var options = Options.Create(bench.Options);
        var first = new FirstLook(options);
        using var watcher = new BucketWatcher(bench.Mirror, first, options, bench.Time);

        await watcher.StartAsync(TestContext.Current.CancellationToken);
        while (!first.IsOver)
            await Task.Yield();

        bench.Upload("1");
        while (!bench.Here.Contains("1"))
        {
            bench.Time.Advance(bench.Options.Interval);
            await Task.Yield();
        }

        await watcher.StopAsync(TestContext.Current.CancellationToken);
    }
}
