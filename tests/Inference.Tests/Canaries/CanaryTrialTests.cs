using Seq2SeqService.Inference.Canaries;
using Seq2SeqService.Inference.Models;
using Seq2SeqService.Inference.Tests.Models;

namespace Seq2SeqService.Inference.Tests.Canaries;

public sealed class CanaryTrialTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly Serving _serving;

    public CanaryTrialTests()
    {
        var options = new InferenceOptions { Canary = new CanaryOptions { Share = 0.5, MinRequests = 5 } };
        _serving = new(options, time: _time);
        Publish("1");
    }

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    [Fact]
    public async Task The_first_version_serves_at_once_and_the_next_answers_its_share()
    {
        Assert.Equal("1", _serving.Only.Version);

        Publish("2");
        var versions = await AskAsync(200);

        Assert.Equal("1", _serving.Only.Version);
        Assert.InRange(versions.Count(version => version == "2"), 60, 140);
        Assert.Equal(("2", versions.Count(version => version == "2")), (_serving.Only.Canary!.Version, (int)_serving.Only.Canary.Requests));
    }

    [Fact]
    public async Task The_same_text_is_always_answered_by_the_same_version()
    {
        Publish("2");

        foreach (var text in Enumerable.Range(0, 20).Select(i => $"Zebras jump {i}."))
            Assert.Equal((await _serving.TranslateAsync(text)).Model, (await _serving.TranslateAsync(text)).Model);
    }

    [Fact]
    public async Task When_its_time_is_over_it_serves_everybody()
    {
        Publish("2");
        await AskAsync(20);
        _serving.Store.Refresh();
        Assert.Equal("1", _serving.Only.Version);

        _time.Advance(TimeSpan.FromMinutes(10));
        _serving.Store.Refresh();

        Assert.Equal(("2", null), (_serving.Only.Version, _serving.Only.Canary));
        Assert.Equal([ModelEventKind.Promoted, ModelEventKind.Canary, ModelEventKind.Served], _serving.Only.History.Select(line => line.Kind));
        Assert.All(await AskAsync(20), version => Assert.Equal("2", version));
    }

    [Fact]
    public async Task Requests_that_it_fails_are_answered_by_the_version_in_service_and_it_is_taken_back()
    {
        Publish("2");
        _serving.Engines["2"].Encoding = _ => throw new InvalidDataException("broken");
        _serving.Engines.WhileLoading = () => throw new InvalidDataException("and no other can be made");

        Assert.All(await AskAsync(40), version => Assert.Equal("1", version));
        _serving.Store.Refresh();

        Assert.Equal(("1", null), (_serving.Only.Version, _serving.Only.Canary));
        Assert.Contains("On trial it failed 100.0", Assert.Single(_serving.Only.Refused).Reason.Replace(" %", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var attempts = _serving.Engines.Attempts;
        _serving.Store.Refresh();
        Assert.Equal(attempts, _serving.Engines.Attempts);
        await _serving.Engines["2"].Disposed.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task More_warnings_of_the_guards_take_it_back()
    {
        _serving.Engines.SaysAs["2"] = source => source[..1];
        Publish("2");

        await AskAsync(40);
        _serving.Store.Refresh();

        Assert.Equal("1", _serving.Only.Version);
        Assert.Contains("guards warned", Assert.Single(_serving.Only.Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clocks_that_are_set_change_nothing()
    {
        Publish("2");
        await AskAsync(20);

        _time.SetWallClock(TimeSpan.FromDays(-4000));
        _serving.Store.Refresh();
        Assert.NotNull(_serving.Only.Canary);

        _time.SetWallClock(TimeSpan.FromDays(4000));
        _serving.Store.Refresh();
        Assert.NotNull(_serving.Only.Canary);
        Assert.Equal("1", _serving.Only.Version);
    }

    [Fact]
    public async Task An_operator_ends_a_trial_by_a_rollback_or_takes_it_in_by_activating_it()
    {
        Publish("2");
        Assert.Null((await _serving.Operator.RollBackAsync("en-de", TestContext.Current.CancellationToken)).Canary);
        Assert.Equal("1", _serving.Only.Version);

        Publish("3");
        Assert.Equal("3", _serving.Only.Canary!.Version);
        var status = await _serving.Operator.ActivateAsync("en-de", "3", skipGate: false, TestContext.Current.CancellationToken);
        Assert.Equal(("3", null, "1"), (status.Version, status.Canary, status.Previous));
    }

    [Fact]
    public async Task A_trial_does_not_outlive_the_directory_or_the_stop()
    {
        Publish("2");
        Directory.Delete(_serving.Models.PathOf("en-de", ""), recursive: true);
        _time.Advance(TimeSpan.FromMinutes(10));
        _serving.Store.Refresh();
        Assert.Equal("2", _serving.Only.Version);

        await _serving.Store.StopAsync(CancellationToken.None);
        Assert.True(_serving.Engines["1"].IsDisposed && _serving.Engines["2"].IsDisposed);
    }

    private void Publish(string version)
    {
        _serving.Models.Publish("en-de", version);
        _serving.Store.Refresh();
    }

    private async Task<IReadOnlyList<string>> AskAsync(int requests)
    {
        var versions = new List<string>();
        for (var i = 0; i < requests; i++)
            versions.Add((await _serving.TranslateAsync($"The quick brown fox jumps over the dog {i}.")).Model.Version);

        return versions;
    }
}
