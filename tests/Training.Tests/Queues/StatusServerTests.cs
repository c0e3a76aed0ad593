using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Seq2SeqService.Training.Queues;
using Seq2SeqService.Training.Queues.Pages;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Watching;
using Seq2SeqService.Training.Watching.Alarms;
using Seq2SeqService.Training.Watching.Metrics;

namespace Seq2SeqService.Training.Tests.Queues;

public sealed class StatusServerTests : IAsyncDisposable
{
    private static readonly Recipe Tiny = new() { Name = "tiny", Directory = "runs/tiny", Training = new OptimizationRecipe { Steps = 100 } };

    private readonly string _directory = Directory.CreateTempSubdirectory("status-").FullName;
    private readonly WorkerStatus _status = new(TimeProvider.System);
    private readonly RecipeQueue _queue;
    private readonly MeterText _metrics = new();
    private WebApplication? _server;

    public StatusServerTests()
    {
        _queue = new RecipeQueue(_directory, TimeSpan.Zero, TimeProvider.System);
        _queue.Create();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _metrics.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Page_and_json_say_what_runs_waits_and_ended()
    {
        File.WriteAllText(Path.Combine(_directory, "2-<next>.json"), "{}");
        File.WriteAllText(Path.Combine(_directory, "0.json"), "{}");
        File.WriteAllText(Path.Combine(_queue.Failed, "old.json"), "{}");
        File.WriteAllText(Path.Combine(_queue.Failed, "old.json.reason"), "There is no file train.en.\n");
        File.WriteAllText(Path.Combine(_queue.Done, "lost.json"), "{}");   // somebody has deleted its result
        using (var claim = _queue.Take())
            claim!.Finish(new QueueResult("tiny", "tiny/20260101-000000", 6, 0.1, 12.5, "runs/tiny"));
        _status.Begin("1.json", Tiny);
        _status.Updated(new RunPosition { Step = 40, Tokens = 4000, Spent = TimeSpan.FromSeconds(2), PeakShare = 0.25 }, 3.5);
        new AlarmBook(new StatusProgress(_status, new RecordedProgress()).Alarmed, _ => { }).Raise(new Alarm(AlarmKind.Diverged, 3, "something"));
        var client = await StartAsync();

        var page = await client.GetStringAsync("/", TestContext.Current.CancellationToken);
        var json = JsonDocument.Parse(await client.GetStringAsync("/status", TestContext.Current.CancellationToken)).RootElement;

        Assert.Contains("40 of 100", page, StringComparison.Ordinal);
        Assert.Contains("<b>25 %</b><span>of the matrix peak</span>", page, StringComparison.Ordinal);
        Assert.Contains("2-&lt;next&gt;.json", page, StringComparison.Ordinal);
        Assert.Contains("There is no file train.en.", page, StringComparison.Ordinal);
        Assert.Contains("Alarm at step 3", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Equal(2000, json.GetProperty("running").GetProperty("tokensPerSecond").GetDouble());
        Assert.Equal(0.25, json.GetProperty("running").GetProperty("peakShare").GetDouble());
        Assert.Equal("2-<next>.json", json.GetProperty("waiting")[0].GetString());
        Assert.Contains(json.GetProperty("done").EnumerateArray(), ended => ended.GetProperty("result").ValueKind != JsonValueKind.Null
            && ended.GetProperty("result").GetProperty("version").GetString() == "tiny/20260101-000000");
        Assert.Equal("There is no file train.en.", json.GetProperty("failed")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Metrics_are_prometheus_text_and_stay_when_a_run_has_ended()
    {
        using (var meter = new TrainingMeter("ti\"ny"))
        {
            meter.Trained(new TrainingFigures(20, 2.5, 0.001, 1, 1000, 300, 20, 0));
            meter.Trained(new TrainingFigures(40, 2.25, 0.001, 1, 1000, 200, 20, 0));
            meter.Ended(RunEnd.Done);
        }

        var client = await StartAsync();
        var lines = (await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).Split('\n');

        Assert.Contains("nmt_training_loss{model=\"ti\\\"ny\"} 2.25", lines);
        Assert.Contains("nmt_training_tokens_total{model=\"ti\\\"ny\"} 500", lines);
        Assert.Contains("# TYPE nmt_training_tokens_total counter", lines);
        Assert.Contains("nmt_training_state{model=\"ti\\\"ny\",state=\"done\"} 1", lines);
        Assert.Contains("nmt_training_waiting_recipes 0", lines);
        Assert.Contains("nmt_training_busy 0", lines);
    }

    [Theory]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    public async Task A_probe_is_answered_and_nothing_else_is_there(string path, HttpStatusCode expected)
    {
        var client = await StartAsync();

        var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Spaces_between_addresses_are_passed_over()
    {
        _server = await StatusServer.StartAsync("http://127.0.0.1:0; http://127.0.0.1:0;", _queue, _status, _metrics, TestContext.Current.CancellationToken);

        Assert.Equal(2, _server.Urls.Count);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said()
    {
        await StartAsync();

        await Assert.ThrowsAnyAsync<IOException>(() => StatusServer.StartAsync(_server!.Urls.First(), _queue, _status, _metrics, TestContext.Current.CancellationToken));
    }

    private async Task<HttpClient> StartAsync()
    {
        _server = await StatusServer.StartAsync("http://127.0.0.1:0", _queue, _status, _metrics, TestContext.Current.CancellationToken);
        return new HttpClient { BaseAddress = new Uri(_server.Urls.First()) };
    }
}
