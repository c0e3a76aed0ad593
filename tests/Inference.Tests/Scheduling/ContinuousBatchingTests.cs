using Microsoft.Extensions.Logging.Abstractions;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Scheduling;
using Seq2SeqService.Inference.Tests.Decoding;

namespace Seq2SeqService.Inference.Tests.Scheduling;

/// <summary>Sentences that arrive while others are being decoded.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class ContinuousBatchingTests : IDisposable
{
    private const int Poison = 7;

    private static readonly SchedulerOptions Options = new() { MaxBatchRows = 20, MaxBatchTokens = 100, MaxQueued = 1000 };

    /// <summary>Looks random and depends on everything; the poisoned sentences make the engine throw after some steps.</summary>
    private readonly FakeEngine _engine = new((source, said) => source[0] == Poison && said.Length == source.Length % 4
        ? throw new InvalidDataException("poison")
        : FakeEngine.Noise(source, said, 8));

    private readonly List<Job> _arrived = [];

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_short_sentence_does_not_wait_for_a_long_one_that_began_before_it()
    {
        var engine = new FakeEngine((source, said) => Searching.Next((said.Length < source[0] ? 3 : FakeEngine.Eos, 0.95)));
        var queue = Queue(Options);
        var (slow, quick) = (Greedy([40, 0]), Greedy([2, 0]));
        var waitedUntil = 0;
        engine.BeforeStep = () =>
        {
            if (engine.StepRows.Count == 10)
                Enqueue(queue, [quick], isLast: true);
            if (!quick.IsEnded)
                waitedUntil = engine.StepRows.Count;
        };

        Enqueue(queue, [slow]);
        Loop(queue, engine).Run();

        Assert.Equal(2, (await quick.Result).Hypotheses[0].Tokens.Count);
        Assert.Equal(40, (await slow.Result).Hypotheses[0].Tokens.Count);
        Assert.Equal(13, waitedUntil);   // it came in step 10, joined at once and took three steps: two tokens and the end
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whoever_joins_when_all_are_answered_once_as_they_are_batch_after_batch(int seed)
    {
        var continuous = await Outputs(new Random(seed), Options, poisoned: false);
        var steps = _engine.StepRows.Count;
        var batches = await Outputs(new Random(seed), Options with { Joining = Joining.Static }, poisoned: false);

        Assert.Equal(batches, continuous);
        Assert.True(steps < _engine.StepRows.Count - steps, "Joining between steps should take fewer of them.");
        Assert.All(_engine.StepRows, rows => Assert.InRange(rows, 1, Options.MaxBatchRows!.Value));
        Assert.All(_engine.EncodedTokens, tokens => Assert.InRange(tokens, 1, Options.MaxBatchTokens));
        Assert.Equal(0, _engine.OpenStates);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Poisoned_sentences_fail_alone_whoever_they_are_decoded_with(int seed)
    {
        var outputs = await Outputs(new Random(seed), Options, poisoned: true);

        foreach (var (job, output) in _arrived.Zip(outputs))
            Assert.Equal(job.Source[0] == Poison ? "InvalidDataException: poison" : await Alone(job), output);
        Assert.Contains(_arrived, job => job.Source[0] == Poison);
        Assert.Equal(0, _engine.OpenStates);
    }

    [Fact]
    public async Task A_sentence_that_cannot_even_be_encoded_fails_alone()
    {
        var queue = Queue(Options);
        Job[] jobs = [Greedy([2, 0]), Greedy([Poison, Poison, 0]), Greedy([3, 0])];
        _engine.Encoding = sources =>
        {
            if (sources.Any(source => source.Length == 3))
                throw new InvalidDataException("poison");
        };

        Enqueue(queue, jobs, isLast: true);
        Loop(queue, _engine).Run();

        await Assert.ThrowsAsync<InvalidDataException>(() => jobs[1].Result);
        Assert.Equal(await Alone(jobs[0]), await Text(jobs[0]));
        Assert.Equal(await Alone(jobs[2]), await Text(jobs[2]));
    }

    [Fact]
    public async Task Options_that_ask_too_much_of_the_model_are_refused_and_nobody_begins_again()
    {
        var queue = Queue(Options);
        Job[] jobs = [Greedy([2, 0]), new([3, 0], new() { Prefix = new int[500] }, TestContext.Current.CancellationToken), Greedy([4, 0])];

        Enqueue(queue, jobs, isLast: true);
        Loop(queue, _engine).Run();

        Assert.Equal(TranslationFailure.InvalidOption, (await Assert.ThrowsAsync<TranslationException>(() => jobs[1].Result)).Failure);
        Assert.Single(_engine.EncodedTokens);
    }

    [Fact]
    public async Task Several_loops_take_from_one_queue()
    {
        var queue = Queue(Options);
        var engines = Enumerable.Range(0, 3).Select(_ => new FakeEngine((source, said) => FakeEngine.Noise(source, said, 8))).ToList();
        var loops = engines.Select(engine => Loop(queue, engine)).ToList();
        loops.ForEach(loop => loop.Start());

        var random = new Random(1);
        for (var text = 0; text < 40; text++)
            Enqueue(queue, [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => RandomSentence(random, poisoned: false))], isLast: text == 39);
        await Task.WhenAll(loops.Select(loop => loop.Ended)).WaitAsync(TestContext.Current.CancellationToken);

        foreach (var job in _arrived)
            Assert.Equal(await Alone(job), await Text(job));
        Assert.All(engines, engine => Assert.True(engine.IsDisposed));
    }

    [Fact]
    public void Steps_between_joins_allocate_nothing_in_the_whole_loop()
    {
        using var engine = new SilentEngine(vocabulary: 40);
        var queue = Queue(Options);
        var allocated = new List<long>(2);
        engine.BeforeStep = step =>
        {
            if (step is 100 or 500)
                allocated.Add(GC.GetAllocatedBytesForCurrentThread());
        };

        var long600 = new DecodingOptions { BeamSize = 4, MaxLength = 600 };
        Enqueue(queue, [.. Enumerable.Range(0, 8).Select(_ => new Job([3, 0], long600, TestContext.Current.CancellationToken))], isLast: true);   // 3 have to wait
        Loop(queue, engine).Run();

        Assert.Equal(0, allocated[1] - allocated[0]);
    }

    /// <summary>What becomes of 120 sentences that arrive at random moments.</summary>
    private async Task<List<string>> Outputs(Random random, SchedulerOptions options, bool poisoned)
    {
        _arrived.Clear();
        var queue = Queue(options);
        var coming = new Queue<Job>(Enumerable.Range(0, 120).Select(_ => RandomSentence(random, poisoned)));
        var arrivals = new Random(5);
        _engine.BeforeStep = () =>
        {
            // Somebody always waits while others are to come, so that the loop never sleeps in this one thread.
            for (var next = arrivals.Next(queue.Count == 0 ? 1 : 0, 3); next > 0 && coming.Count > 0; next--)
                Enqueue(queue, [coming.Dequeue()], isLast: coming.Count == 0);
        };

        Enqueue(queue, [coming.Dequeue(), coming.Dequeue()]);
        Loop(queue, new Undisposed(_engine)).Run();
        _engine.BeforeStep = null;

        var outputs = new List<string>();
        foreach (var job in _arrived)
            outputs.Add(await Text(job));
        return outputs;
    }

    private void Enqueue(JobQueue queue, Job[] jobs, bool isLast = false)
    {
        queue.Enqueue(jobs);
        _arrived.AddRange(jobs);
        if (isLast)
            queue.Close();
    }

    private static Job RandomSentence(Random random, bool poisoned)
    {
        int[] source = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(2, Poison)), FakeEngine.Eos];
        var options = RandomOptions.Of(random) with { Prefix = [] };
        if (poisoned && random.Next(15) == 0)
        {
            source[0] = Poison;
            options = options with { MinLength = 4 };   // it does not end before it throws
        }

        return new(source, options, TestContext.Current.CancellationToken);
    }

    private static async Task<string> Alone(Job job)
    {
        using var engine = new FakeEngine((source, said) => FakeEngine.Noise(source, said, 8));
        var queue = Queue(Options);
        var again = new Job(job.Source, job.Options, TestContext.Current.CancellationToken);
        queue.Enqueue([again]);
        queue.Close();
        Loop(queue, engine).Run();
        return await Text(again);
    }

    private static async Task<string> Text(Job job)
    {
        try
        {
            var decoded = await job.Result;
            return string.Join(" | ", decoded.Hypotheses.Select(output => $"{string.Join(' ', output.Tokens)}: {output.Score:R}"));
        }
        catch (InvalidDataException error)
        {
            return $"{error.GetType().Name}: {error.Message}";
        }
    }

    private static Job Greedy(int[] source) => new(source, new() { BeamSize = 1, MaxLength = 60 }, TestContext.Current.CancellationToken);

    private static JobQueue Queue(SchedulerOptions options) => new(options, new BatchBudget(options, padsSources: false), new SchedulerMetrics("waiting"), TimeProvider.System);

    private static DecodeLoop Loop(JobQueue queue, IEngine engine) => new(
        queue, new RenewableEngine(engine, () => throw new InvalidOperationException("There is no other."), TimeProvider.System), TargetRules.Of("fake", Searching.Config(engine is SilentEngine ? 40 : 8), new GenerationConfig { MaxLength = 1000 }, engine),
        TimeProvider.System, NullLogger.Instance);

    /// <summary>An engine for several loops after one another.</summary>
    private sealed class Undisposed(IEngine engine) : IEngine
    {
        public string Name => engine.Name;

        public int MaxPositions => engine.MaxPositions;

        public bool HasAttention => engine.HasAttention;

        public IDecodingState Encode(IReadOnlyList<int[]> sources) => engine.Encode(sources);

        public void Dispose()
        {
        }
    }
}
