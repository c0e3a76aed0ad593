using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Scheduling;
using Seq2SeqService.Inference.Tests.Decoding;

namespace Seq2SeqService.Inference.Tests.Scheduling;

[Collection(MeasuredAlone.Name)]
public sealed class SchedulerMetricsTests : IDisposable
{
    private const string Model = "counted";

    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _counts = [];
    private readonly List<(string Name, double Seconds)> _times = [];

    public SchedulerMetricsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == SchedulerMetrics.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            if (tags[0].Value is Model)
                _times.Add((instrument.Name, value));
        });
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void Rows_steps_and_tokens_of_a_model_are_counted()
    {
        var engine = new FakeEngine((source, said) => source[0] == 7
            ? throw new InvalidDataException("poison")
            : Searching.Next((said.Length < source[0] ? 3 : FakeEngine.Eos, 0.95)));

        Decode(engine, Sentence([3, 2, 0]), Sentence([1, 0]));
        Decode(new FakeEngine(engine.Next), Sentence([7, 0]), new Job([2, 0], new(), new CancellationToken(canceled: true)));

        Assert.Equal(2 + 2 + 1 + 1, _counts["nmt_step_rows"]);
        Assert.Equal(4, _counts["nmt_steps"]);
        Assert.Equal(2, _counts["nmt_encoder_batches"]);
        Assert.Equal(3 + 2 + 2, _counts["nmt_source_tokens"]);
        Assert.Equal(3 + 3 + 2, _counts["nmt_source_tokens_padded"]);
        Assert.Equal((2, 1), (_counts["nmt_sentences answered"], _counts["nmt_sentences failed"]));
        Assert.Equal((0, 1), (_counts["nmt_sentences cancelled"], _counts["nmt_sentences abandoned"]));
        Assert.Equal(3 + 1, _counts["nmt_target_tokens"]);
        Assert.Equal(0, _counts["nmt_running_sentences"]);
        Assert.Equal((2, 2), (_times.Count(time => time.Name == "nmt_encoding_time"), _times.Count(time => time.Name == "nmt_decoding_time")));
    }

    [Fact]
    public void Outcomes_are_shown_before_they_happen()
    {
        _ = new SchedulerMetrics(Model);

        Assert.Equal(0, _counts["nmt_sentences failed"]);
    }

    [Fact]
    public void Sentences_are_counted_as_running_while_they_are_decoded()
    {
        var engine = new FakeEngine((_, said) => Searching.Next((said.Length < 2 ? 3 : FakeEngine.Eos, 0.95)));
        using var cancelled = new CancellationTokenSource();
        using var running = new RunningBatch(engine, Rules(engine), new SchedulerMetrics(Model), TimeProvider.System, new WorkRate(engines: 1));

        running.Join([Sentence([3, 2, 0]), new Job([2, 0], new() { BeamSize = 1 }, cancelled.Token), Sentence([1, 0])]);
        Assert.Equal(3, _counts["nmt_running_sentences"]);

        cancelled.Cancel();
        running.Step();
        Assert.Equal((2, 1), (_counts["nmt_running_sentences"], _counts["nmt_sentences cancelled"]));

        running.Drop();
        Assert.Equal(0, _counts["nmt_running_sentences"]);
    }

    [Fact]
    public void Sentences_are_counted_as_waiting_until_they_are_taken_or_abandoned()
    {
        var queue = Queue(TimeProvider.System);

        queue.Enqueue([Sentence([3, 2, 0]), Sentence([1, 0]), new Job([2, 0], new(), new CancellationToken(canceled: true))]);

        Assert.Equal((3, 7), (_counts["nmt_waiting_sentences"], _counts["nmt_waiting_tokens"]));

        queue.Take();

        Assert.Equal((0, 0), (_counts["nmt_waiting_sentences"], _counts["nmt_waiting_tokens"]));
    }

    [Fact]
    public void Waiting_ends_where_encoding_begins()
    {
        var time = new ManualTime();
        var queue = Queue(time);
        queue.Enqueue([Sentence([1, 0])]);
        time.Advance(TimeSpan.FromSeconds(2));
        queue.Close();

        Decode(new FakeEngine((_, _) => Searching.Next((FakeEngine.Eos, 0.95))), queue, time);

        Assert.Equal([2.0], _times.Where(time => time.Name == "nmt_waiting_time").Select(time => time.Seconds));
    }

    [Fact]
    public void Encoding_and_decoding_are_timed_apart()
    {
        var time = new ManualTime();
        var engine = new FakeEngine((_, _) =>
        {
            time.Advance(TimeSpan.FromSeconds(3));
            return Searching.Next((FakeEngine.Eos, 0.95));
        });
        var queue = Queue(time);
        queue.Enqueue([Sentence([1, 0])]);
        queue.Close();

        Decode(engine, queue, time);

        Assert.Contains(("nmt_encoding_time", 0.0), _times);
        Assert.Contains(("nmt_decoding_time", 3.0), _times);
    }

    [Fact]
    public void The_line_is_as_old_as_its_oldest_sentence()
    {
        var time = new ManualTime();
        var queue = Queue(time);
        Assert.Equal(TimeSpan.Zero, queue.OldestAge);

        queue.Enqueue([Sentence([1, 0])]);
        time.Advance(TimeSpan.FromSeconds(2));
        queue.Enqueue([Sentence([1, 0])]);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(3), queue.OldestAge);
    }

    [Fact]
    public void Counting_a_step_allocates_nothing()
    {
        var metrics = new SchedulerMetrics("silent");
        metrics.Stepped(rows: 1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 100; step++)
            metrics.Stepped(rows: 32);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Count(string name, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags[0].Value is not Model)
            return;

        var key = tags.Length > 1 ? $"{name} {tags[1].Value}" : name;
        _counts[key] = _counts.GetValueOrDefault(key) + value;
    }

    private static void Decode(FakeEngine engine, params Job[] jobs)
    {
        var queue = Queue(TimeProvider.System);
        queue.Enqueue(jobs);
        queue.Close();
        Decode(engine, queue, TimeProvider.System);
    }

    private static void Decode(FakeEngine engine, JobQueue queue, TimeProvider time) =>
        new DecodeLoop(queue, new RenewableEngine(engine, () => engine, time), Rules(engine), time, NullLogger.Instance).Run();

    private static TargetRules Rules(FakeEngine engine) => TargetRules.Of(Model, Searching.Config(), new GenerationConfig(), engine);

    private static JobQueue Queue(TimeProvider time)
    {
        var options = new SchedulerOptions();
        return new(options, new BatchBudget(options, padsSources: false), new SchedulerMetrics(Model), time);
    }

    private static Job Sentence(int[] source) => new(source, new() { BeamSize = 1 }, TestContext.Current.CancellationToken);
}
