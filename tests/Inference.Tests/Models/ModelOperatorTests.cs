using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Inference.Tests.Models;

public sealed class ModelOperatorTests : IAsyncDisposable
{
    private const string Model = "en-de";

    private readonly Serving _serving = new(new InferenceOptions());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ModelOperator Operator => _serving.Operator;

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    [Fact]
    public async Task A_rollback_brings_the_held_version_back_without_loading_it()
    {
        Publish("1", "2");
        Assert.Equal("1", _serving.Only.Previous);
        var attempts = _serving.Engines.Attempts;

        var status = await Operator.RollBackAsync(Model, Cancel);

        Assert.Equal(("1", null), (status.Version, status.Previous));
        Assert.Equal("1", (await _serving.TranslateAsync("The fox.")).Model.Version);
        Assert.Equal(attempts, _serving.Engines.Attempts);
        await _serving.Engines["2"].Disposed.WaitAsync(Cancel);
        Assert.Contains("An operator went back from 2 to 1", Assert.Single(status.Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_rolled_back_does_not_come_again_and_what_is_published_later_does()
    {
        Publish("1", "2");
        await Operator.RollBackAsync(Model, Cancel);

        _serving.Store.Refresh();
        Assert.Equal("1", _serving.Only.Version);

        Publish("3");
        Assert.Equal("3", _serving.Only.Version);
    }

    [Fact]
    public async Task A_version_that_is_not_held_is_loaded_for_a_rollback()
    {
        await using var serving = new Serving();
        foreach (var version in (string[])["1", "2"])
        {
            serving.Models.Publish(Model, version);
            serving.Store.Refresh();
        }

        await serving.Engines["1"].Disposed.WaitAsync(Cancel);
        Assert.Equal("1", (await serving.Operator.RollBackAsync(Model, Cancel)).Version);
        Assert.Equal("The fox.", (await serving.TranslateAsync("The fox.")).Texts[0].Text);
    }

    [Fact]
    public async Task A_rollback_works_when_the_store_is_gone()
    {
        Publish("1", "2");
        Directory.Delete(_serving.Models.PathOf(Model, ""), recursive: true);

        Assert.Equal("1", (await Operator.RollBackAsync(Model, Cancel)).Version);
        _serving.Store.Refresh();
        Assert.Equal("1", (await _serving.TranslateAsync("The fox.")).Model.Version);
    }

    [Fact]
    public async Task Stopping_releases_the_held_version_too()
    {
        Publish("1", "2");

        await _serving.Store.StopAsync(Cancel);

        Assert.True(_serving.Engines["1"].IsDisposed && _serving.Engines["2"].IsDisposed);
    }

    [Fact]
    public async Task There_is_nothing_to_go_back_to_behind_the_first_version()
    {
        Publish("1");

        Assert.Equal(ModelOperationFailure.NotPossible, await FailureOf(() => Operator.RollBackAsync(Model, Cancel)));
        Assert.Equal("1", _serving.Only.Version);
    }

    [Fact]
    public async Task An_older_version_can_be_activated_and_stays()
    {
        Publish("1", "2", "3");

        await Operator.ActivateAsync(Model, "1", skipGate: false, Cancel);
        _serving.Store.Refresh();

        Assert.Equal(("1", "3"), (_serving.Only.Version, _serving.Only.Previous));
        Assert.Equal((ModelEventKind.Activated, "1"), (_serving.Only.History[0].Kind, _serving.Only.History[0].Version));
        Publish("4");
        Assert.Equal("4", _serving.Only.Version);
    }

    [Fact]
    public async Task A_version_that_the_gate_refused_is_activated_only_where_the_gate_is_skipped()
    {
        Publish("1");
        _serving.Engines.SaysAs["2"] = source => [.. source[..^1].Reverse(), source[^1]];
        _serving.Models.PublishWithSentinels(Model, "2");
        _serving.Store.Refresh();

        Assert.Equal(ModelOperationFailure.NotPossible, await FailureOf(() => Operator.ActivateAsync(Model, "2", skipGate: false, Cancel)));
        Assert.Equal("1", _serving.Only.Version);

        var status = await Operator.ActivateAsync(Model, "2", skipGate: true, Cancel);
        Assert.Equal("2", status.Version);
        Assert.Empty(status.Refused);
    }

    [Fact]
    public async Task A_damaged_version_is_never_activated()
    {
        Publish("1");
        _serving.Models.PublishDamaged(Model, "2", "config.json", bytes => bytes[..^1]);

        Assert.Equal(ModelOperationFailure.NotPossible, await FailureOf(() => Operator.ActivateAsync(Model, "2", skipGate: true, Cancel)));
        Assert.Equal("1", (await _serving.TranslateAsync("The fox.")).Model.Version);
    }

    [Fact]
    public async Task What_is_not_there_is_refused_by_name()
    {
        Publish("1");

        Assert.Equal(ModelOperationFailure.UnknownVersion, await FailureOf(() => Operator.ActivateAsync(Model, "9", skipGate: false, Cancel)));
        Assert.Equal(ModelOperationFailure.UnknownVersion, await FailureOf(() => Operator.ActivateAsync(Model, "../1", skipGate: false, Cancel)));
        Assert.Equal(ModelOperationFailure.UnknownModel, await FailureOf(() => Operator.PinAsync("nobody", Cancel)));
    }

    [Fact]
    public async Task A_pinned_version_stays_until_it_is_unpinned()
    {
        Publish("1");
        Assert.True((await Operator.PinAsync(Model, Cancel)).IsPinned);
        Publish("2");
        Assert.Equal("1", _serving.Only.Version);

        await Operator.UnpinAsync(Model, Cancel);
        _serving.Store.Refresh();

        Assert.Equal("2", _serving.Only.Version);
        Assert.Equal(
            [ModelEventKind.Served, ModelEventKind.Unpinned, ModelEventKind.Pinned, ModelEventKind.Served], _serving.Only.History.Select(line => line.Kind));
    }

    [Fact]
    public async Task No_request_fails_while_an_operator_goes_back_and_forth()
    {
        Publish("1", "2");
        var isDone = false;
        var clients = Enumerable.Range(0, 10).Select(_ => Task.Run(async () =>
        {
            do
            {
                var result = await _serving.TranslateAsync("The quick dog.");
                Assert.Equal("The quick dog.", result.Texts[0].Text);
            }
            while (!Volatile.Read(ref isDone));
        })).ToArray();

        for (var i = 0; i < 20; i++)
        {
            await Operator.ActivateAsync(Model, "1", skipGate: false, Cancel);
            await Operator.ActivateAsync(Model, "2", skipGate: false, Cancel);
        }

        Volatile.Write(ref isDone, true);
        await Task.WhenAll(clients);
        Assert.Equal(2, _serving.Engines.Attempts);   // both were held all the time
    }

    [Fact]
    public async Task The_history_is_bounded()
    {
        Publish("1");
        for (var i = 0; i < 30; i++)
        {
            await Operator.PinAsync(Model, Cancel);
            await Operator.UnpinAsync(Model, Cancel);
        }

        Assert.Equal(50, _serving.Only.History.Count);
        Assert.Equal(ModelEventKind.Unpinned, _serving.Only.History[0].Kind);
        Assert.DoesNotContain(_serving.Only.History, line => line.Kind == ModelEventKind.Served);
    }

    private void Publish(params IReadOnlyList<string> versions)
    {
        foreach (var version in versions)
        {
            _serving.Models.Publish(Model, version);
            _serving.Store.Refresh();
        }
    }

    private static async Task<ModelOperationFailure> FailureOf(Func<Task> operation) =>
        (await Assert.ThrowsAsync<ModelOperationException>(operation)).Failure;
}
