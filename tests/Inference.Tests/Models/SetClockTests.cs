namespace Seq2SeqService.Inference.Tests.Models;

public sealed class SetClockTests : IAsyncDisposable
{
    private static readonly TimeSpan ElevenYears = TimeSpan.FromDays(4000);

    private readonly ManualTime _time = new();
    private readonly Serving _serving;

    public SetClockTests()
    {
        _serving = new(new InferenceOptions { RequestTimeout = TimeSpan.FromSeconds(5) }, time: _time);
        Publish("1");
    }

    public static TheoryData<TimeSpan> Jumps => [ElevenYears, -ElevenYears];

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task A_request_that_runs_when_the_clock_is_set_is_answered_and_no_engine_counts_as_stuck(TimeSpan jump)
    {
        string? stuck = null;
        _serving.Engines["1"].BeforeStep = () =>
        {
            _time.SetWallClock(jump);
            stuck ??= _serving.Store.Stuck;
        };

        Assert.Equal("The lazy dog.", (await _serving.TranslateAsync("The lazy dog.")).Texts[0].Text);
        Assert.Null(stuck);
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task Versions_come_and_go_back_whatever_the_clock_says(TimeSpan jump)
    {
        _time.SetWallClock(jump);
        _serving.Store.Refresh();
        Assert.Equal("1", _serving.Only.Version);

        Publish("2");
        Assert.Equal("2", _serving.Only.Version);

        _time.SetWallClock(-jump);
        Assert.Equal("1", (await _serving.Operator.RollBackAsync("en-de", TestContext.Current.CancellationToken)).Version);
        _serving.Store.Refresh();
        Assert.Equal("1", (await _serving.TranslateAsync("The fox.")).Model.Version);
    }

    private void Publish(string version)
    {
        _serving.Models.Publish("en-de", version);
        _serving.Store.Refresh();
    }
}
