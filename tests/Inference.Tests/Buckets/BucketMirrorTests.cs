using System.Diagnostics.Metrics;
using System.Text;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Buckets;

namespace Seq2SeqService.Inference.Tests.Buckets;

public sealed class BucketMirrorTests
{
    private const string Weights = "store/en-de/1/model.safetensors";

    [Fact]
    public async Task A_new_version_in_the_bucket_comes_and_serves()
    {
        await using var bench = await MirrorBench.StartAsync();
        bench.Upload("1");
        await bench.LookAsync();
        Assert.Equal("1", (await bench.Serving.TranslateAsync("The fox.")).Model.Version);

        bench.Upload("2");
        await bench.LookAsync();
        var asked = bench.Storage.Gets.Count;
        await bench.LookAsync();

        Assert.Equal("2", (await bench.Serving.TranslateAsync("The fox.")).Model.Version);
        Assert.Equal(["1", "2"], bench.Here);
        Assert.Equal(asked, bench.Storage.Gets.Count);   // what is here is not fetched again
    }

    [Fact]
    public async Task The_newest_versions_come_and_no_others()
    {
        await using var bench = await MirrorBench.StartAsync(new() { Versions = 2 });
        foreach (var version in (string[])["8", "9", "10"])
            bench.Upload(version);

        await bench.LookAsync();

        Assert.Equal(["10", "9"], bench.Here);
        Assert.Equal("10", bench.Serving.Only.Version);
    }

    [Fact]
    public async Task A_version_whose_manifest_is_still_to_come_is_not_looked_at()
    {
        await using var bench = await MirrorBench.StartAsync();
        bench.Upload("1");
        bench.Storage.Objects.TryRemove("store/en-de/1/manifest.json", out _);

        await bench.LookAsync();

        Assert.Empty(bench.Here);
        Assert.Empty(bench.Storage.Gets);
    }

    [Fact]
    public async Task A_model_whose_directory_is_being_published_into_does_not_keep_the_others_from_what_is_new()
    {
        await using var bench = await MirrorBench.StartAsync(new() { Versions = 1, RemoveOld = true });
        foreach (var version in (string[])["1", "2", "3"])
        {
            bench.Upload(version);
            await bench.LookAsync();   // the second one is in service until the end of the last, and what a rollback goes back to
        }

        bench.Upload("1", "en-fr");

        using (LocalCopies.Lock(bench.Serving.Models.PathOf("en-de", "")))
            await bench.LookAsync();

        Assert.Equal(["1", "2", "3"], bench.Here);
        Assert.True(Directory.Exists(bench.Serving.Models.PathOf("en-fr", "1")));
        await bench.LookAsync();
        Assert.Equal(["2", "3"], bench.Here);
    }

    [Fact]
    public async Task A_damaged_version_is_refused_once_and_comes_when_it_is_mended()
    {
        await using var bench = await MirrorBench.StartAsync(new() { Versions = 1 });
        bench.Upload("0");
        bench.Upload("1");
        var good = bench.Storage.Objects[Weights];
        bench.Storage.Objects[Weights] = [.. good[..^1], (byte)(good[^1] ^ 1)];

        await bench.LookAsync();
        var asked = bench.Storage.Gets.Count;
        await bench.LookAsync();

        Assert.Equal("0", bench.Serving.Only.Version);   // the older one takes its place
        Assert.Equal(["0"], bench.Here);
        Assert.Equal(asked, bench.Storage.Gets.Count);
        Assert.Contains("model.safetensors is damaged", Assert.Single(bench.Log.Lines, line => line.Contains("refused", StringComparison.Ordinal)), StringComparison.Ordinal);

        bench.Storage.Objects[Weights] = good;
        await bench.LookAsync();

        Assert.Equal("1", bench.Serving.Only.Version);
    }

    [Theory]
    [InlineData("model.safetensors", "../model.safetensors", "it must be a plain file name")]
    [InlineData("model.safetensors", "/tmp/model.safetensors", "it must be a plain file name")]
    [InlineData("model.safetensors", "weights.safetensors", "weights.safetensors is listed in manifest.json but not in the bucket")]
    [InlineData("\"bytes\": ", "\"bytes\": 9", "bytes in the bucket; manifest.json lists 9")]
    [InlineData("{", "", "manifest.json")]
    public async Task A_manifest_that_does_not_tell_the_truth_is_refused_before_any_file_is_fetched(string from, string to, string reason)
    {
        await using var bench = await MirrorBench.StartAsync();
        bench.Upload("1");
        const string Manifest = "store/en-de/1/manifest.json";
        bench.Storage.Objects[Manifest] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bench.Storage.Objects[Manifest]).Replace(from, to, StringComparison.Ordinal));

        await bench.LookAsync();

        Assert.Contains(reason, Assert.Single(bench.Log.Lines), StringComparison.Ordinal);
        Assert.Empty(bench.Here);
        Assert.Equal([Manifest + "@0"], bench.Storage.Gets);
    }

    [Theory]
    [InlineData("store/../../escape/manifest.json")]
    [InlineData("store//1/manifest.json")]
    [InlineData("store/en-de/../manifest.json")]
    [InlineData("store/en-de/1/deeper/manifest.json")]
    [InlineData("store/en-de/.1/manifest.json")]
    [InlineData("store/en-de/1.partial/manifest.json")]
    [InlineData("store/en\\de/1/manifest.json")]
    [InlineData("store/C:/1/manifest.json")]
    [InlineData("store/en-de/1\n2/manifest.json")]
    [InlineData("store/manifest.json")]
    [InlineData("elsewhere/en-de/1/manifest.json")]
    public void A_key_that_is_no_file_of_a_version_is_passed_over(string key) =>
        Assert.Empty(BucketVersion.Of([new BucketObject(key, 10, "a")], "store/"));

    [Fact]
    public async Task A_bucket_that_is_gone_is_said_and_counted_and_what_serves_goes_on()
    {
        await using var bench = await MirrorBench.StartAsync();
        bench.Upload("1");
        await bench.LookAsync();
        using var failures = new Failures();
        await bench.Storage.DisposeAsync();

        await bench.LookAsync();
        await bench.LookAsync();

        Assert.Equal(2, failures.Count);
        Assert.Single(bench.Log.Lines, line => line.Contains("could not be read", StringComparison.Ordinal));
        Assert.Equal("1", (await bench.Serving.TranslateAsync("The fox.")).Model.Version);
    }

    [Fact]
    public async Task A_download_that_breaks_off_goes_on_where_it_ended()
    {
        await using var bench = await MirrorBench.StartAsync();
        bench.Upload("1");
        bench.Storage.EndsAfter[Weights] = 100;

        await bench.LookAsync();
        Assert.Equal(["1.partial"], bench.Here);
        Assert.Empty(bench.Serving.Store.Models);
        await bench.LookAsync();

        Assert.Equal("1", bench.Serving.Only.Version);
        Assert.Contains(Weights + "@100", bench.Storage.Gets);
        Assert.Equal(["1"], bench.Here);
    }

    [Fact]
    public async Task What_changed_between_two_tries_is_fetched_anew()
    {
        await using var bench = await MirrorBench.StartAsync();
        bench.Upload("1");
        bench.Storage.EndsAfter[Weights] = 100;
        await bench.LookAsync();
        var partial = bench.Serving.Models.PathOf("en-de", "1.partial", "model.safetensors");
        await File.WriteAllBytesAsync(partial, new byte[100], TestContext.Current.CancellationToken);

        await bench.LookAsync();
        Assert.Empty(bench.Here);
        await bench.LookAsync();

        Assert.Equal("1", bench.Serving.Only.Version);
    }

    [Fact]
    public async Task Storage_that_falls_silent_is_given_up()
    {
        await using var bench = await MirrorBench.StartAsync();
        bench.Upload("1");
        bench.Storage.SilentAfter[Weights] = 100;

        var look = bench.LookAsync();
        while (!look.IsCompleted)
        {
            bench.Time.Advance(bench.Storage.SilentAfter.IsEmpty ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
            await Task.Yield();
        }

        await look;
        Assert.Contains("no byte of " + Weights, Assert.Single(bench.Log.Lines), StringComparison.Ordinal);
        await bench.LookAsync();
        Assert.Equal("1", bench.Serving.Only.Version);
    }

    [Fact]
    public async Task What_a_storage_says_of_credentials_is_not_logged()
    {
        await using var bench = await MirrorBench.StartAsync();
        using var other = new S3Bucket(bench.Options with { Name = "another-bucket" });

        await bench.Mirror.LookAsync(other, TestContext.Current.CancellationToken);

        var line = Assert.Single(bench.Log.Lines);
        Assert.Contains("SignatureDoesNotMatch, status 403", line, StringComparison.Ordinal);
        Assert.DoesNotContain(RequestSignature.KeyId, line, StringComparison.Ordinal);
        Assert.DoesNotContain(RequestSignature.Secret, line, StringComparison.Ordinal);
        Assert.DoesNotContain("Signature=", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, new[] { "1", "2", "3", "4" })]
    [InlineData(true, new[] { "1", "3", "4" })]   // 3 is what a rollback goes back to
    public async Task Old_copies_go_where_that_is_wished_but_nothing_that_was_published_here(bool removeOld, string[] left)
    {
        await using var bench = await MirrorBench.StartAsync(new() { Versions = 1, RemoveOld = removeOld });
        bench.Serving.Models.Publish("en-de", "1");
        foreach (var version in (string[])["2", "3", "4"])
        {
            bench.Upload(version);
            await bench.LookAsync();
        }

        await bench.LookAsync();

        Assert.Equal("4", bench.Serving.Only.Version);
        Assert.Equal(left, bench.Here);
    }

    [Fact]
    public async Task What_serves_is_not_removed()
    {
        await using var bench = await MirrorBench.StartAsync(new() { Versions = 1, RemoveOld = true });
        bench.Upload("1");
        await bench.LookAsync();
        await bench.Serving.Operator.PinAsync("en-de", TestContext.Current.CancellationToken);
        bench.Upload("2");

        await bench.LookAsync();
        await bench.LookAsync();

        Assert.Equal(["1", "2"], bench.Here);
        Assert.Equal("1", bench.Serving.Only.Version);
    }

    [Fact]
    public async Task What_is_left_of_a_download_goes_with_its_version()
    {
        await using var bench = await MirrorBench.StartAsync();
        bench.Upload("1");
        bench.Storage.EndsAfter[Weights] = 100;
        await bench.LookAsync();
        bench.Storage.Objects.Clear();
        bench.Upload("2");

        await bench.LookAsync();

        Assert.Equal(["2"], bench.Here);
    }

    [Fact]
    public async Task A_publisher_at_work_is_waited_for()
    {
        await using var bench = await MirrorBench.StartAsync();
        bench.Upload("1");
        var parent = bench.Serving.Models.PathOf("en-de", "");
        Directory.CreateDirectory(parent);
        using (PublishLock.Take(parent))
            await bench.LookAsync();

        Assert.Empty(bench.Serving.Store.Models);
        await bench.LookAsync();

        Assert.Equal("1", bench.Serving.Only.Version);
    }

    /// <summary>Those of the test that asks; others run beside it.</summary>
    private sealed class Failures : IDisposable
    {
        private static readonly AsyncLocal<Failures?> Asking = new();

        private readonly MeterListener _listener = new();
        private long _count;

        public Failures()
        {
            Asking.Value = this;
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "nmt_bucket_fetches")
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => _count += Asking.Value == this && tags[0].Value is "failed" ? value : 0);
            _listener.Start();
        }

        public long Count => _count;

        public void Dispose() => _listener.Dispose();
    }
}
