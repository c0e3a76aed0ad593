using Seq2SeqService.Inference.Engines;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Scheduling;
using Seq2SeqService.Inference.Tests.Decoding;
using Seq2SeqService.Inference.Tests.Models;
using Seq2SeqService.Inference.Tracing;

namespace Seq2SeqService.Inference.Tests.Tracing;

[Collection(MeasuredAlone.Name)]
public sealed class SentenceSpansTests
{
    private static readonly string[] WayOfOne = ["queue", "encode", "decode"];

    private readonly ManualTime _time = new();

    [Fact]
    public void Sentences_of_two_requests_have_spans_of_their_own_and_share_a_batch()
    {
        using var recorded = new RecordedSpans();
        List<Job> jobs = [];
        var first = recorded.Request(() => jobs.Add(Sentence([3, 2, 0])));
        var second = recorded.Request(() => jobs.Add(Sentence([1, 0])));

        Decode(jobs, Words());

        foreach (var request in (Activity[])[first, second])
        {
            var spans = recorded.Spans.Where(span => span.TraceId == request.TraceId && span.OperationName != "batch").ToList();
            Assert.Equal(WayOfOne, spans.Select(span => span.OperationName));
            Assert.All(spans, span => Assert.Equal(request.SpanId, span.ParentSpanId));
        }

        var batch = Assert.Single(recorded.Spans, span => span.OperationName == "batch");
        Assert.Equal([first.SpanId, second.SpanId], batch.Links.Select(link => link.Context.SpanId));
        Assert.Equal((first.TraceId, "traced", 2, 5), (batch.TraceId, batch.GetTagItem("nmt.model"), batch.GetTagItem("nmt.sentences"), batch.GetTagItem("nmt.source_tokens")));
        Assert.All(
            recorded.Spans.Where(span => span.OperationName == "encode"),
            encode => Assert.Equal(batch.SpanId, Assert.Single(encode.Links).Context.SpanId));
    }

    [Fact]
    public void Spans_take_the_time_that_their_stations_took()
    {
        using var recorded = new RecordedSpans();
        List<Job> jobs = [];
        recorded.Request(() => jobs.Add(Sentence([1, 0])));

        Decode(jobs, new FakeEngine((_, _) =>
        {
            _time.Advance(TimeSpan.FromSeconds(3));
            return Searching.Next((FakeEngine.Eos, 0.95));
        }));

        var spans = recorded.Spans.ToDictionary(span => span.OperationName);
        Assert.Equal((2, 0, 3), (Seconds(spans["queue"]), Seconds(spans["encode"]), Seconds(spans["decode"])));
        Assert.Equal(DateTime.UnixEpoch, spans["queue"].StartTimeUtc);
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(2), spans["decode"].StartTimeUtc);
    }

    [Fact]
    public void A_decoding_says_how_it_ended()
    {
        using var recorded = new RecordedSpans();
        List<Job> jobs = [];
        recorded.Request(() => jobs.AddRange([Sentence([2, 0]), Sentence([7, 0])]));

        Decode(jobs, Words());

        var decodings = recorded.Spans.Where(span => span.OperationName == "decode").ToDictionary(span => span.GetTagItem("nmt.outcome")!);
        Assert.Equal(ActivityStatusCode.Unset, decodings["answered"].Status);
        Assert.Equal(ActivityStatusCode.Error, decodings["failed"].Status);
    }

    [Fact]
    public void A_request_that_is_not_sampled_has_no_spans()
    {
        using var recorded = new RecordedSpans();
        List<Job> jobs = [];
        recorded.Request(() => jobs.Add(Sentence([1, 0])), "unsampled");

        Decode(jobs, Words());

        Assert.Empty(recorded.Spans);
        Assert.True(jobs[0].Result.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_failure_on_the_decoding_thread_is_logged_under_the_callers_trace()
    {
        using var recorded = new RecordedSpans();
        List<Job> jobs = [];
        var request = recorded.Request(() => jobs.Add(Sentence([7, 0])));
        var log = new TraceLog();

        Decode(jobs, Words(), log);

        Assert.Equal(request.TraceId, log.Traces.Last());   // before it the engine was exchanged, which is nobody's
    }

    [Fact]
    public async Task A_translation_names_the_version_that_answers()
    {
        using var recorded = new RecordedSpans();
        await using var serving = new Serving();
        serving.Models.Publish("en-de", "7");
        serving.Store.Refresh();

        Task<TranslationResult>? translation = null;
        var request = recorded.Request(() => translation = serving.TranslateAsync("x y"));
        await translation!;

        var translate = Assert.Single(recorded.Spans, span => span.OperationName == "translate");
        Assert.Equal(("en-de", "7", 1), (translate.GetTagItem("nmt.model"), translate.GetTagItem("nmt.version"), translate.GetTagItem("nmt.texts")));
        Assert.Equal(request.SpanId, translate.ParentSpanId);
        Assert.All(recorded.Spans.Where(span => WayOfOne.Contains(span.OperationName)), span => Assert.Equal(translate.SpanId, span.ParentSpanId));
        Assert.Contains(recorded.Spans, span => span.OperationName == "decode");
    }

    [Fact]
    public void Steps_allocate_nothing_while_somebody_listens()
    {
        using var recorded = new RecordedSpans();
        using var engine = new SilentEngine(40);
        using var running = new RunningBatch(engine, SilentRules(engine), new SchedulerMetrics("traced"), TimeProvider.System, new WorkRate(engines: 1));
        recorded.Request(() => running.Join([.. Enumerable.Range(0, 5).Select(_ => new Job([5, 0], new() { MaxLength = 900 }, CancellationToken.None))]));
        for (var step = 0; step < 50; step++)
            running.Step();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 300; step++)
            running.Step();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Contains(recorded.Spans, span => span.OperationName == "batch");
    }

    [Fact]
    public void Nothing_is_allocated_where_nobody_listens()
    {
        var (job, model) = (Sentence([1, 0]), new ModelId("en-de", "7"));
        TranslationSpan.Start(model, texts: 1)?.Dispose();
        SentenceSpans.Decoded(job, "answered", _time);
        Assert.False(SentenceSpans.IsWanted);

        var before = GC.GetAllocatedBytesForCurrentThread();
        SentenceSpans.Decoded(job, "answered", _time);
        var translation = TranslationSpan.Start(model, texts: 1);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Null(translation);
        Assert.Equal(0, allocated);
    }

    /// <summary>A span lasts at least a tick.</summary>
    private static double Seconds(Activity span) => Math.Round(span.Duration.TotalSeconds, 3);

    /// <summary>Says as many words as the first token counts; 7 is poison.</summary>
    private static FakeEngine Words() => new((source, said) => source[0] == 7
        ? throw new InvalidDataException("poison")
        : Searching.Next((said.Length < source[0] ? 3 : FakeEngine.Eos, 0.95)));

    private static Job Sentence(int[] source) => new(source, new() { BeamSize = 1 }, CancellationToken.None);

    private static TargetRules SilentRules(SilentEngine engine) => TargetRules.Of("traced", Searching.Config(40), new GenerationConfig { MaxLength = 1000 }, engine);

    /// <summary>Decodes them after they waited for two seconds.</summary>
    private void Decode(List<Job> jobs, FakeEngine engine, ILogger? log = null)
    {
        var options = new SchedulerOptions();
        var queue = new JobQueue(options, new BatchBudget(options, padsSources: false), new SchedulerMetrics("traced"), _time);
        queue.Enqueue(jobs);
        queue.Close();
        _time.Advance(TimeSpan.FromSeconds(2));
        new DecodeLoop(queue, new RenewableEngine(engine, () => engine, TimeProvider.System), TargetRules.Of("traced", Searching.Config(), new GenerationConfig(), engine), _time, log ?? NullLogger.Instance).Run();
    }

    private sealed class TraceLog : ILogger
    {
        public List<ActivityTraceId?> Traces { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Traces.Add(Activity.Current?.TraceId);
    }
}
