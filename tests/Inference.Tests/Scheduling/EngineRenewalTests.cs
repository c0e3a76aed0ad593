using Microsoft.Extensions.Logging.Abstractions;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Scheduling;
using Seq2SeqService.Inference.Tests.Decoding;

namespace Seq2SeqService.Inference.Tests.Scheduling;

public sealed class EngineRenewalTests
{
    private const int Poison = 7;

    private static readonly SchedulerOptions Options = new();

    private readonly ManualTime _time = new();
    private readonly List<FakeEngine> _made = [];
    private readonly JobQueue _queue = new(Options, new BatchBudget(Options, padsSources: false), new SchedulerMetrics("renewal"), TimeProvider.System);

    [Fact]
    public async Task A_broken_engine_is_replaced_and_nobody_is_failed()
    {
        var broken = Engine();
        broken.Encoding = _ => throw new InvalidDataException("broken for good");
        var jobs = Enumerable.Range(1, 5).Select(words => Sentence(words)).ToArray();

        Run(broken, () => Engine(), jobs);

        foreach (var (job, i) in jobs.Select((job, i) => (job, i)))
            Assert.Equal(i + 1, (await job.Result).Hypotheses[0].Tokens.Count);

        Assert.Equal(2, _made.Count);
        Assert.All(_made, engine => Assert.True(engine.IsDisposed));
    }

    [Fact]
    public async Task An_engine_that_shares_its_weights_is_replaced_by_its_replica()
    {
        var broken = Engine(canReplicate: true);
        broken.Encoding = _ => throw new InvalidDataException("broken for good");
        var job = Sentence(3);

        Run(broken, () => throw new InvalidOperationException("The checkpoint is gone."), job);

        Assert.Equal(3, (await job.Result).Hypotheses[0].Tokens.Count);
        Assert.Single(broken.Replicas);
    }

    [Fact]
    public async Task A_sentence_that_fails_on_the_fresh_engine_too_is_at_fault_and_its_neighbours_are_not()
    {
        var (before, bad, after) = (Sentence(1), Sentence(Poison), Sentence(2));

        Run(Engine(), () => Engine(), before, bad, after);

        Assert.Single((await before.Result).Hypotheses[0].Tokens);
        Assert.Equal(2, (await after.Result).Hypotheses[0].Tokens.Count);
        Assert.Equal("poison", (await Assert.ThrowsAsync<InvalidDataException>(() => bad.Result)).Message);
    }

    [Fact]
    public void No_sentence_makes_more_than_one_engine_a_minute()
    {
        Run(Engine(), () => Engine(), [.. Enumerable.Range(0, 50).Select(_ => Sentence(Poison))]);
        Assert.Equal(2, _made.Count);

        var engine = new RenewableEngine(Engine(), () => Engine(), _time);
        Assert.True(engine.TryRenew());
        Assert.False(engine.TryRenew());
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(engine.TryRenew());
    }

    [Fact]
    public async Task Where_no_fresh_engine_can_be_made_the_old_one_goes_on()
    {
        var (bad, good) = (Sentence(Poison), Sentence(2));

        Run(Engine(), () => throw new IOException("The checkpoint is gone."), bad, good);

        await Assert.ThrowsAsync<InvalidDataException>(() => bad.Result);
        Assert.Equal(2, (await good.Result).Hypotheses[0].Tokens.Count);
    }

    [Fact]
    public async Task A_loop_that_hangs_in_a_step_is_busy_for_as_long_as_that_and_idle_again_behind_it()
    {
        using var decoding = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        var engine = Engine();
        engine.BeforeStep = () =>
        {
            decoding.Set();
            mayGoOn.Wait(TestContext.Current.CancellationToken);
        };
        var loop = Loop(engine, () => Engine());
        Assert.Equal(TimeSpan.Zero, loop.Busy);
        var job = Sentence(1);
        _queue.Enqueue([job]);
        loop.Start();
        decoding.Wait(TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(TimeSpan.FromSeconds(90), loop.Busy);

        mayGoOn.Set();
        await job.Result;
        _queue.Close();
        await loop.Ended.WaitAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(TimeSpan.Zero, loop.Busy);
    }

    private void Run(FakeEngine engine, Func<IEngine> make, params Job[] jobs)
    {
        _queue.Enqueue(jobs);
        _queue.Close();
        Loop(engine, make).Run();
    }

    private DecodeLoop Loop(FakeEngine engine, Func<IEngine> make) => new(
        _queue, new RenewableEngine(engine, make, _time), TargetRules.Of("fake", Searching.Config(), new GenerationConfig(), engine), _time, NullLogger.Instance);

    private FakeEngine Engine(bool canReplicate = false)
    {
        _made.Add(new FakeEngine((source, said) => source[0] == Poison
            ? throw new InvalidDataException("poison")
            : Searching.Next((said.Length < source[0] ? 3 : FakeEngine.Eos, 0.95))) { CanReplicate = canReplicate });
        return _made[^1];
    }

    private static Job Sentence(int words) => new([words, 0], new() { BeamSize = 1 }, TestContext.Current.CancellationToken);
}
