using Microsoft.Extensions.Logging;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Inference.Tests.Models;

public sealed class WatchdogTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly Serving _serving;
    private readonly List<string> _log = [];

    public WatchdogTests()
    {
        _serving = new(new InferenceOptions { StuckAfter = TimeSpan.FromSeconds(30), RequestTimeout = TimeSpan.FromHours(1) }, time: _time);
        _serving.Models.Publish("en-de", "1");
        _serving.Store.Refresh();
    }

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    [Fact]
    public async Task An_engine_that_hangs_is_named_and_logged_once_and_so_is_its_recovery()
    {
        using var watchdog = new Watchdog(_serving.Store, _serving.Options, _time, new Lines(_log));
        using var decoding = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        _serving.Engines["1"].BeforeStep = () =>
        {
            decoding.Set();
            mayGoOn.Wait(TestContext.Current.CancellationToken);
        };
        var running = _serving.TranslateAsync("The lazy dog.");
        decoding.Wait(TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(_serving.Store.Stuck);
        _time.Advance(TimeSpan.FromSeconds(1));
        watchdog.Look();
        watchdog.Look();

        Assert.Equal("The engine of en-de 1 has not finished a step for more than 30 s.", _serving.Store.Stuck);
        Assert.Contains("en-de 1", Assert.Single(_log), StringComparison.Ordinal);

        mayGoOn.Set();
        Assert.Equal("The lazy dog.", (await running).Texts[0].Text);
        while (_serving.Store.Stuck is not null)
            await Task.Yield();   // the loop is just behind its last step

        watchdog.Look();
        watchdog.Look();
        Assert.Equal(2, _log.Count);
    }

    [Fact]
    public void An_engine_without_work_never_hangs()
    {
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Null(_serving.Store.Stuck);
    }

    private sealed class Lines(List<string> lines) : ILogger<Watchdog>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add(formatter(state, exception));
    }
}
