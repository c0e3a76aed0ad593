using Seq2SeqService.Inference.Gating;
using Seq2SeqService.Inference.Models;
using Seq2SeqService.Inference.Tests.Models;

namespace Seq2SeqService.Inference.Tests.Gating;

public sealed class GatedReloadTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly Serving _serving;

    public GatedReloadTests() => _serving = new(engines: new EchoEngines { CanReplicate = true }, time: _time);

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    [Fact]
    public void A_version_that_keeps_its_promise_serves_and_shows_what_was_measured()
    {
        Publish("1");
        Publish("2");

        Assert.Equal("2", _serving.Only.Version);
        var direction = Assert.Single(_serving.Only.Gate!.Directions);
        Assert.Equal(("en-de", 3, 100.0, 100.0, 100.0), (direction.Direction, direction.Sentences, direction.Chrf, direction.Promised, direction.Serving));
        Assert.Equal(1, direction.LengthRatio);
        Assert.Null(_serving.Only.Gate!.Note);
    }

    [Fact]
    public async Task A_version_that_translates_worse_than_it_promised_is_refused_and_the_old_one_goes_on()
    {
        Publish("1");
        _serving.Engines.SaysAs["2"] = source => [.. source[..^1].Reverse(), source[^1]];
        Publish("2");

        var refused = Assert.Single(_serving.Only.Refused);
        Assert.Equal(("1", "2"), (_serving.Only.Version, refused.Version));
        Assert.Contains("it was 100.0 when it was published", refused.Reason, StringComparison.Ordinal);
        Assert.True(_serving.Engines["2"].IsDisposed);
        Assert.Equal("The fox.", (await _serving.TranslateAsync("The fox.")).Texts[0].Text);
    }

    [Fact]
    public void A_version_that_keeps_a_bad_promise_is_refused_beside_a_better_one()
    {
        Publish("1");
        _serving.Engines.SaysAs["2"] = source => [.. source[..^1].Reverse(), source[^1]];
        Publish("2", promised: 0);

        Assert.Equal("1", _serving.Only.Version);
        Assert.Contains("the version in service has 100.0", Assert.Single(_serving.Only.Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_that_says_too_little_is_refused()
    {
        _serving.Engines.Says = source => source[..1];
        Publish("1", promised: 0);

        Assert.Null(_serving.Only.Version);
        Assert.Contains("times as long as the references", Assert.Single(_serving.Only.Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_that_takes_much_longer_is_refused()
    {
        Publish("1");
        _serving.Engines.SaysAs["2"] = source =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            return source;
        };
        Publish("2");

        Assert.Equal("1", _serving.Only.Version);
        Assert.Contains("MaxLatencyFactor", Assert.Single(_serving.Only.Refused).Reason, StringComparison.Ordinal);
        Assert.Equal(3, _serving.Engines["2"].EncodedTokens.Count - WarmUps);
    }

    private int WarmUps => _serving.Engines["1"].EncodedTokens.Count - 1;

    [Fact]
    public void A_refused_version_is_not_tried_again_until_its_files_change()
    {
        Publish("1");
        _serving.Engines.SaysAs["2"] = source => [.. source[..^1].Reverse(), source[^1]];
        Publish("2");
        var attempts = _serving.Engines.Attempts;

        _serving.Store.Refresh();
        Assert.Equal(attempts, _serving.Engines.Attempts);

        _serving.Engines.SaysAs.Remove("2");
        File.SetLastWriteTimeUtc(_serving.Models.PathOf("en-de", "2", "README.md"), new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _serving.Store.Refresh();
        Assert.Equal("2", _serving.Only.Version);
    }

    [Fact]
    public void A_version_without_sentinels_passes_and_a_note_says_so()
    {
        _serving.Models.Publish("en-de", "1");
        _serving.Store.Refresh();

        Assert.Equal("1", _serving.Only.Version);
        Assert.Contains("no sentinels.jsonl", _serving.Only.Gate!.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gate_can_be_turned_off()
    {
        await using var serving = new Serving(new InferenceOptions { Gate = new GateOptions { Enabled = false } });
        serving.Engines.Says = source => [.. source[..^1].Reverse(), source[^1]];
        serving.Models.PublishWithSentinels("en-de", "1");
        serving.Store.Refresh();

        Assert.Equal("1", serving.Only.Version);
        Assert.Contains("Enabled is false", serving.Only.Gate!.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_without_replicas_is_compared_through_its_queue_and_times_are_not()
    {
        await using var serving = new Serving();
        serving.Models.PublishWithSentinels("en-de", "1");
        serving.Store.Refresh();
        serving.Models.PublishWithSentinels("en-de", "2");
        serving.Store.Refresh();

        Assert.Equal(("2", 100.0), (serving.Only.Version, Assert.Single(serving.Only.Gate!.Directions).Serving));
        Assert.Contains("times were not compared", serving.Only.Gate!.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_direction_that_the_version_in_service_lacks_is_judged_by_its_promise()
    {
        Publish("1");
        _serving.Models.PublishWithSentinels("en-de", "2", 100, "en-de", "fr-de");
        _serving.Store.Refresh();

        Assert.Equal("2", _serving.Only.Version);
        Assert.Equal([100.0, null], _serving.Only.Gate!.Directions.Select(direction => direction.Serving));
    }

    [Fact]
    public void Sentences_that_the_version_in_service_cannot_read_are_no_reason_to_refuse()
    {
        const string Long = "The quick brown fox jumps over the lazy dog, how vexingly! Zebras jump over the lazy dog.";
        _serving.Engines.MaxPositions = 16;
        Publish("1");
        _serving.Engines.MaxPositions = 64;
        Core.Checkpoints.Sentinel[] sentinels = [new("en", "de", "The fox.", "The fox.", "The fox.", 100), new("en", "de", Long, Long, Long, 100)];
        var contents = TestModels.Contents("en-de") with { ExtraFiles = [Core.Checkpoints.CheckpointFile.Of("sentinels.jsonl", Core.Checkpoints.SentinelFile.ToBytes(sentinels))] };
        Core.Checkpoints.CheckpointPublisher.Publish(_serving.Models.Root, "en-de", contents, "2");
        _serving.Store.Refresh();

        Assert.Equal("2", _serving.Only.Version);
        Assert.Contains("cannot translate all", _serving.Only.Gate!.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_sentinels_refuse_the_version()
    {
        Publish("1");
        var contents = TestModels.Contents("en-de") with { ExtraFiles = [Core.Checkpoints.CheckpointFile.Of("sentinels.jsonl", "{ \"source\": 7 }\n")] };
        Core.Checkpoints.CheckpointPublisher.Publish(_serving.Models.Root, "en-de", contents, "2");
        _serving.Store.Refresh();

        Assert.Equal("1", _serving.Only.Version);
        Assert.Contains("sentinels.jsonl: line 1", Assert.Single(_serving.Only.Refused).Reason, StringComparison.Ordinal);
    }

    private void Publish(string version, double promised = 100)
    {
        _serving.Models.PublishWithSentinels("en-de", version, promised);
        _serving.Store.Refresh();
    }
}
