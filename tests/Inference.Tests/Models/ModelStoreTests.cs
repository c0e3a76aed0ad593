using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Tests.Models;

public sealed class ModelStoreTests : IAsyncDisposable
{
    private readonly Serving _serving = new();

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    [Fact]
    public void Serves_the_version_that_sorts_last()
    {
        _serving.Models.Publish("en-de", "9");
        _serving.Models.Publish("en-de", "10");

        _serving.Store.Refresh();

        Assert.Equal(("en-de", "10"), (_serving.Only.Name, _serving.Only.Version));
        Assert.Equal(("fake", ModelConfig.Marian), (_serving.Only.Engine, _serving.Only.Architecture));
        Assert.Equal("en-de", Assert.Single(_serving.Only.Directions).ToString());
        Assert.Equal(1, _serving.Engines.Attempts);
    }

    [Fact]
    public void Is_ready_after_the_first_look_even_when_nothing_is_there()
    {
        Assert.False(_serving.Store.IsReady);

        _serving.Store.Refresh();

        Assert.True(_serving.Store.IsReady);
        Assert.Empty(_serving.Store.Models);
        Assert.Contains(_serving.Log.Lines, line => line.Contains("no model", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_version_takes_over_and_the_old_engine_is_released()
    {
        await PublishAndRefresh("1");
        await PublishAndRefresh("2");

        Assert.Equal("2", (await _serving.TranslateAsync("The fox.")).Model.Version);
        await _serving.Engines["1"].Disposed.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(_serving.Engines["2"].IsDisposed);
    }

    [Fact]
    public async Task All_replicas_of_a_version_serve_and_are_released_with_it()
    {
        await using var serving = new Serving(new InferenceOptions { Replicas = 3, HoldPrevious = false }, engines: new EchoEngines { CanReplicate = true });
        serving.Models.Publish("en-de", "1");
        serving.Store.Refresh();
        var engine = serving.Engines["1"];

        var texts = Enumerable.Range(0, 30).Select(i => $"The quick brown fox {i}.").ToArray();
        var answers = await Task.WhenAll(texts.Select(text => serving.TranslateAsync(text)));

        Assert.Equal(texts, answers.Select(answer => answer.Texts[0].Text));
        Assert.Equal(2, engine.Replicas.Count);

        serving.Models.Publish("en-de", "2");
        serving.Store.Refresh();
        await Task.WhenAll(engine.Replicas.Append(engine).Select(replica => replica.Disposed)).WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_request_finishes_on_the_version_that_it_began_with()
    {
        await PublishAndRefresh("1");
        var lease = _serving.Store.Lease("en-de", null);

        await PublishAndRefresh("2");

        Assert.Equal("1", lease.Model.Id.Version);
        Assert.False(_serving.Engines["1"].IsDisposed);
        lease.Dispose();
        await _serving.Engines["1"].Disposed.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task While_a_version_loads_the_old_one_answers()
    {
        await PublishAndRefresh("1");
        using var loading = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        _serving.Engines.WhileLoading = () =>
        {
            loading.Set();
            mayGoOn.Wait(TestContext.Current.CancellationToken);
        };
        var refresh = Task.Factory.StartNew(
            () => PublishAndRefresh("2"), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        loading.Wait(TestContext.Current.CancellationToken);

        Assert.Equal("1", (await _serving.TranslateAsync("The fox.")).Model.Version);

        mayGoOn.Set();
        await refresh;
        Assert.Equal("2", (await _serving.TranslateAsync("The fox.")).Model.Version);
    }

    [Fact]
    public async Task No_request_fails_while_versions_change()
    {
        await PublishAndRefresh("100");
        var isDone = false;
        var clients = Enumerable.Range(0, 20).Select(client => Task.Run(async () =>
        {
            var seen = new HashSet<string>();
            do
            {
                var result = await _serving.TranslateAsync("The quick dog.", $"Zebras jump {client}.\nThe lazy fox.");
                Assert.Equal("The quick dog.", result.Texts[0].Text);
                Assert.Equal($"Zebras jump {client}.\nThe lazy fox.", result.Texts[1].Text);
                seen.Add(result.Model.Version);
            }
            while (!Volatile.Read(ref isDone));   // on a busy machine a client may begin when all is published

            return seen;
        })).ToArray();

        for (var version = 101; version <= 120; version++)
            await PublishAndRefresh(version.ToString(System.Globalization.CultureInfo.InvariantCulture));

        Volatile.Write(ref isDone, true);
        var versions = (await Task.WhenAll(clients)).SelectMany(seen => seen).Distinct().Count();
        Assert.InRange(versions, 1, 21);
        for (var version = 100; version < 120; version++)
            await _serving.Engines[$"{version}"].Disposed.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_version_that_is_being_written_is_not_looked_at()
    {
        _serving.Models.Publish("en-de", "1");
        Directory.CreateDirectory(_serving.Models.PathOf("en-de", "2.partial"));

        _serving.Store.Refresh();

        Assert.Equal("1", _serving.Only.Version);
        Assert.Empty(_serving.Only.Refused);
    }

    [Fact]
    public async Task A_model_whose_directory_is_removed_goes_on_serving()
    {
        await PublishAndRefresh("1");
        Directory.Delete(_serving.Models.PathOf("en-de", ""), recursive: true);

        _serving.Store.Refresh();
        _serving.Store.Refresh();

        Assert.Equal("1", (await _serving.TranslateAsync("The fox.")).Model.Version);
        Assert.Single(_serving.Log.Lines, line => line.Contains("goes on serving", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_that_vanishes_and_comes_back_is_served_on()
    {
        await PublishAndRefresh("1");
        var elsewhere = _serving.Models.Root + "-moved";
        Directory.Move(_serving.Models.Root, elsewhere);

        _serving.Store.Refresh();
        Assert.Equal("1", _serving.Only.Version);

        Directory.Move(elsewhere, _serving.Models.Root);
        await PublishAndRefresh("2");
        Assert.Equal("2", _serving.Only.Version);
    }

    [Fact]
    public async Task The_first_model_by_name_answers_a_pair_and_a_name_always_works()
    {
        _serving.Models.Publish("b", "1", "en-de", "en-fr");
        _serving.Models.Publish("a", "1", "en-de");
        _serving.Models.Publish("c", "1", "de-en");
        _serving.Store.Refresh();

        Assert.Equal("a", await ModelFor(new() { Texts = ["fox"], Source = "en", Target = "de" }));
        Assert.Equal("a", await ModelFor(new() { Texts = ["fox"], Source = "EN", Target = "De" }));
        Assert.Equal("b", await ModelFor(new() { Texts = ["fox"], Source = "en", Target = "fr" }));
        Assert.Equal("b", await ModelFor(new() { Texts = ["fox"], Source = "en", Target = "de", Model = "b" }));
        Assert.Equal("c", await ModelFor(new() { Texts = ["fox"], Model = "c" }));
    }

    [Fact]
    public async Task What_no_model_can_answer_is_refused_with_the_reason()
    {
        var request = new TranslationRequest { Texts = ["fox"], Source = "en", Target = "de" };
        Assert.Equal(TranslationFailure.NoModel, await _serving.FailureOf(request));

        await PublishAndRefresh("1");
        Assert.Equal(TranslationFailure.UnknownModel, await _serving.FailureOf(request with { Model = "nobody" }));
        Assert.Equal(TranslationFailure.UnknownLanguagePair, await _serving.FailureOf(request with { Target = "xx" }));
        Assert.Equal(TranslationFailure.UnknownLanguagePair, await _serving.FailureOf(request with { Target = "xx", Model = "en-de" }));
        Assert.Equal(TranslationFailure.UnknownLanguagePair, await _serving.FailureOf(new() { Texts = ["fox"] }));

        _serving.Models.Publish("many", "1", "en-de", "en-fr");
        _serving.Store.Refresh();
        Assert.Equal(TranslationFailure.UnknownLanguagePair, await _serving.FailureOf(new() { Texts = ["fox"], Model = "many" }));
    }

    [Fact]
    public async Task Stopping_finishes_running_requests_and_refuses_new_ones()
    {
        await PublishAndRefresh("1");
        using var decoding = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        _serving.Engines["1"].BeforeStep = () =>
        {
            decoding.Set();
            mayGoOn.Wait(TestContext.Current.CancellationToken);
        };
        var running = _serving.TranslateAsync("The lazy dog.");
        decoding.Wait(TestContext.Current.CancellationToken);

        var stopping = _serving.Store.StopAsync(CancellationToken.None);
        Assert.Equal(TranslationFailure.Stopping, await _serving.FailureOf(new() { Texts = ["fox"], Model = "en-de" }));
        mayGoOn.Set();

        Assert.Equal("The lazy dog.", (await running).Texts[0].Text);
        await stopping;
        Assert.True(_serving.Engines["1"].IsDisposed);
    }

    [Fact]
    public async Task Stopping_gives_up_when_its_time_is_over()
    {
        await PublishAndRefresh("1");
        using var deadline = new CancellationTokenSource();
        using var decoding = new ManualResetEventSlim();
        using var isOver = new ManualResetEventSlim();
        await using var _ = deadline.Token.Register(isOver.Set);   // registered first, called last: when the store knows
        _serving.Engines["1"].BeforeStep = () =>
        {
            decoding.Set();
            isOver.Wait(TestContext.Current.CancellationToken);
        };
        var running = _serving.TranslateAsync("The lazy dog.");
        decoding.Wait(TestContext.Current.CancellationToken);

        var stopping = _serving.Store.StopAsync(deadline.Token);
        await deadline.CancelAsync();

        await stopping;
        Assert.Equal(TranslationFailure.Stopping, (await Assert.ThrowsAsync<TranslationException>(() => running)).Failure);
    }

    [Fact]
    public async Task An_engine_that_does_not_come_back_from_its_step_is_left_behind()
    {
        var time = new ManualTime();
        await using var serving = new Serving(time: time);
        serving.Models.Publish("en-de", "1");
        serving.Store.Refresh();
        using var decoding = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        serving.Engines["1"].BeforeStep = () =>
        {
            decoding.Set();
            mayGoOn.Wait(TestContext.Current.CancellationToken);
        };
        var running = serving.TranslateAsync("The lazy dog.");
        decoding.Wait(TestContext.Current.CancellationToken);

        var stopping = serving.Store.StopAsync(new CancellationToken(canceled: true));
        Assert.False(stopping.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));
        await stopping.WaitAsync(TestContext.Current.CancellationToken);

        Assert.False(serving.Engines["1"].IsDisposed);
        mayGoOn.Set();
        await Record.ExceptionAsync(() => running);
    }

    private Task PublishAndRefresh(string version)
    {
        _serving.Models.Publish("en-de", version);
        _serving.Store.Refresh();
        return Task.CompletedTask;
    }

    private async Task<string> ModelFor(TranslationRequest request) => (await _serving.TranslateAsync(request)).Model.Name;
}
