using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Tests.Checkpoints;

public sealed class CheckpointPublisherTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();
    private readonly FixedClock _clock = new(new(2026, 3, 1, 23, 59, 58, TimeSpan.FromHours(2)));

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Versions_are_named_by_UTC_time_and_the_newest_sorts_last()
    {
        for (var i = 0; i < 12; i++)
            Publish();
        _clock.Now += TimeSpan.FromSeconds(1);
        Publish();

        var versions = CheckpointStore.Versions(_root.Path, "m");

        Assert.Equal(13, versions.Count);
        Assert.Equal(["20260301-215958", "20260301-215958-2"], versions.Take(2));
        Assert.Equal(["20260301-215958-12", "20260301-215959"], versions.TakeLast(2));
    }

    [Fact]
    public void A_clock_that_was_set_back_does_not_hide_the_newest_version()
    {
        Publish();
        _clock.Now -= TimeSpan.FromDays(3);

        Assert.Equal("20260301-215958-2", Publish().Version);
    }

    [Fact]
    public void Behind_a_name_of_ones_own_a_time_stamp_is_not_guessed()
    {
        Publish("v9");

        Assert.Throws<CheckpointException>(() => Publish());
        Assert.Equal("v10", Publish("v10").Version);
        Assert.Equal(["v9", "v10"], CheckpointStore.Versions(_root.Path, "m"));
    }

    [Fact]
    public void A_published_version_is_never_overwritten()
    {
        var first = Publish("1");
        var before = File.ReadAllText(Path.Combine(first.Directory, CheckpointFiles.Manifest));

        var error = Assert.Throws<CheckpointException>(() => Publish("1"));

        Assert.Contains("already published", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Path.Combine(first.Directory, CheckpointFiles.Manifest)));
    }

    [Fact]
    public void What_a_crash_left_behind_is_no_version_and_goes_with_the_next_publication()
    {
        var stale = Directory.CreateDirectory(_root.File("m/20200101-000000.partial")).FullName;
        File.WriteAllText(Path.Combine(stale, "config.json"), "half");
        Assert.Empty(CheckpointStore.Versions(_root.Path, "m"));

        var published = Publish();

        Assert.False(Directory.Exists(stale));
        Assert.Equal([published.Version], CheckpointStore.Versions(_root.Path, "m"));
    }

    [Fact]
    public void A_publication_that_fails_leaves_nothing()
    {
        var broken = SampleCheckpoint.Contents with
        {
            Weights = [new WeightSource("model.shared.weight", [1], [float.NaN])],
        };

        Assert.Throws<CheckpointException>(() => CheckpointPublisher.Publish(_root.Path, "m", broken));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_root.File("m")));
    }

    [Fact]
    public void Two_publishers_do_not_meet_in_one_model()
    {
        using var held = new FileStream(Directory.CreateDirectory(_root.File("m")).FullName + "/.publish.lock", FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        Assert.Contains("Another process", Assert.Throws<CheckpointException>(() => Publish()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../m", "1")]
    [InlineData("m", "..")]
    [InlineData("m", "1.partial")]
    [InlineData("m", ".hidden")]
    [InlineData("", "1")]
    [InlineData("a/b", "1")]
    public void Names_that_leave_the_store_are_refused(string model, string version) =>
        Assert.Throws<CheckpointException>(() => CheckpointPublisher.Publish(_root.Path, model, SampleCheckpoint.Contents, version));

    [Fact]
    public void A_file_cannot_be_published_twice_or_under_the_name_of_the_manifest()
    {
        foreach (var name in (string[])["README.md", "readme.md", "manifest.json", "a/b"])
        {
            var contents = SampleCheckpoint.Contents with { ExtraFiles = [CheckpointFile.Of(name, "x")] };
            Assert.Throws<CheckpointException>(() => CheckpointPublisher.Publish(_root.Path, "m", contents));
        }
    }

    [Fact]
    public void Extra_files_travel_verified_and_half_precision_halves_the_weights()
    {
        var contents = SampleCheckpoint.Contents with
        {
            Storage = TensorType.F16,
            ExtraFiles = [CheckpointFile.Of("sentinel.tsv", "a\tb\n")],
        };

        var single = Publish();
        var half = CheckpointPublisher.Publish(_root.Path, "m", contents, clock: _clock);

        Assert.Contains(CheckpointManifest.Read(half.Directory).Files, file => file is { Name: "sentinel.tsv", Bytes: 4 });
        Assert.Equal(2 * 8 * SampleCheckpoint.Config.VocabularySize, WeightBytes(single) - WeightBytes(half));
    }

    [Fact]
    public void Equal_contents_make_equal_files()
    {
        var files = CheckpointManifest.Read(Publish().Directory).Files;

        Assert.Equal(files, CheckpointManifest.Read(Publish().Directory).Files);
    }

    [Fact]
    public void A_store_lists_its_models()
    {
        Publish();

        Assert.Equal(["m"], CheckpointStore.Models(_root.Path));
        Assert.Empty(CheckpointStore.Models(_root.File("missing")));
    }

    private Checkpoint Publish(string? version = null) =>
        CheckpointPublisher.Publish(_root.Path, "m", SampleCheckpoint.Contents, version, _clock);

    private static long WeightBytes(Checkpoint checkpoint) =>
        new FileInfo(Path.Combine(checkpoint.Directory, CheckpointFiles.Weights)).Length;

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
