using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Tests.Models;

public sealed class RefusedVersionTests : IAsyncDisposable
{
    private readonly Serving _serving = new();

    public RefusedVersionTests()
    {
        _serving.Models.Publish("en-de", "1");
        _serving.Store.Refresh();
    }

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    [Fact]
    public async Task A_flipped_byte_is_refused_and_the_old_version_goes_on()
    {
        _serving.Models.PublishDamaged("en-de", "2", CheckpointFiles.Weights, bytes => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]);

        await Refused(because: CheckpointFiles.Weights);
    }

    [Fact]
    public async Task A_truncated_file_is_refused_and_the_old_version_goes_on()
    {
        _serving.Models.PublishDamaged("en-de", "2", CheckpointFiles.SourceSentencePiece, bytes => bytes[..^10]);

        await Refused(because: CheckpointFiles.SourceSentencePiece);
    }

    [Fact]
    public async Task Replicas_of_an_engine_that_cannot_share_its_weights_are_refused_by_the_name_of_the_setting()
    {
        await using var serving = new Serving(new InferenceOptions { Replicas = 2 });
        serving.Models.Publish("en-de", "1");
        serving.Store.Refresh();

        Assert.Contains("Inference:Replicas is 2", Assert.Single(serving.Only.Refused).Reason, StringComparison.Ordinal);
        Assert.True(serving.Engines["1"].IsDisposed);
    }

    [Fact]
    public async Task A_wrong_shape_is_refused_and_the_old_version_goes_on()
    {
        var contents = TestModels.Contents("en-de") with { Weights = [TestModels.Weights([3, 2])] };
        CheckpointPublisher.Publish(_serving.Models.Root, "en-de", contents, "2");

        await Refused(because: "[3, 2]");
    }

    [Fact]
    public async Task A_network_that_gives_no_numbers_is_refused_and_released()
    {
        _serving.Engines.Certainty = double.NaN;
        _serving.Models.Publish("en-de", "2");

        await Refused(because: "NaN");
        Assert.True(_serving.Engines["2"].IsDisposed);
    }

    [Fact]
    public async Task An_engine_that_fails_in_any_way_is_refused()
    {
        _serving.Engines.WhileLoading = () => throw new InvalidTimeZoneException("too large");
        _serving.Models.Publish("en-de", "2");

        await Refused(because: "too large");
    }

    [Fact]
    public void What_only_the_moment_forbids_is_tried_again_at_the_next_look()
    {
        _serving.Engines.WhileLoading = () => throw new IOException("in use");
        _serving.Models.Publish("en-de", "2");
        _serving.Store.Refresh();
        Assert.Equal(("1", "in use"), (_serving.Only.Version, Assert.Single(_serving.Only.Refused).Reason));

        _serving.Engines.WhileLoading = null;
        _serving.Store.Refresh();

        Assert.Equal("2", _serving.Only.Version);
    }

    [Fact]
    public void A_reason_does_not_say_where_the_store_lies()
    {
        var path = _serving.Models.PathOf("en-de", "2", CheckpointFiles.Config);
        _serving.Engines.WhileLoading = () => throw new IOException($"Access to the path '{path}' is denied.");
        _serving.Models.Publish("en-de", "2");
        _serving.Store.Refresh();

        Assert.Equal("Access to the path 'en-de/2/config.json' is denied.", Assert.Single(_serving.Only.Refused).Reason);
    }

    [Fact]
    public void A_refused_version_that_is_gone_is_forgotten()
    {
        _serving.Engines.WhileLoading = () => throw new InvalidDataException("bad");
        _serving.Models.Publish("en-de", "2");
        _serving.Store.Refresh();
        Assert.Single(_serving.Only.Refused);

        Directory.Delete(CheckpointStore.PathOf(_serving.Models.Root, "en-de", "2"), recursive: true);
        _serving.Store.Refresh();

        Assert.Empty(_serving.Only.Refused);
    }

    [Fact]
    public void A_refused_version_is_tried_again_only_when_its_content_changes()
    {
        _serving.Engines.WhileLoading = () => throw new InvalidDataException("bad");
        _serving.Models.Publish("en-de", "2");
        _serving.Store.Refresh();
        var attempts = _serving.Engines.Attempts;

        _serving.Store.Refresh();
        Assert.Equal(attempts, _serving.Engines.Attempts);

        _serving.Engines.WhileLoading = null;
        File.SetLastWriteTimeUtc(_serving.Models.PathOf("en-de", "2", CheckpointFiles.Config), new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _serving.Store.Refresh();
        Assert.Equal("2", _serving.Only.Version);
        Assert.Empty(_serving.Only.Refused);
    }

    [Fact]
    public void Between_a_bad_version_and_the_serving_one_the_newest_good_one_is_taken()
    {
        _serving.Models.Publish("en-de", "2");
        _serving.Models.PublishDamaged("en-de", "3", CheckpointFiles.Config, _ => [1]);

        _serving.Store.Refresh();

        Assert.Equal("2", _serving.Only.Version);
        Assert.Equal("3", Assert.Single(_serving.Only.Refused).Version);
    }

    [Fact]
    public void The_list_of_refused_versions_is_bounded_and_each_is_still_tried_once()
    {
        _serving.Engines.WhileLoading = () => throw new InvalidDataException("bad");
        for (var version = 2; version < 17; version++)
        {
            _serving.Models.Publish("en-de", $"{version}");
            _serving.Store.Refresh();
        }

        var attempts = _serving.Engines.Attempts;
        _serving.Store.Refresh();

        Assert.Equal(attempts, _serving.Engines.Attempts);
        Assert.Equal(Enumerable.Range(7, 10).Reverse().Select(version => $"{version}"), _serving.Only.Refused.Select(refused => refused.Version));
    }

    private async Task Refused(string because)
    {
        _serving.Store.Refresh();

        Assert.Equal("1", _serving.Only.Version);
        var refused = Assert.Single(_serving.Only.Refused);
        Assert.Equal("2", refused.Version);
        Assert.Contains(because, refused.Reason, StringComparison.Ordinal);
        Assert.Contains(_serving.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains(because, StringComparison.Ordinal));
        Assert.Equal("1", (await _serving.TranslateAsync("The fox.")).Model.Version);
    }
}
