using Microsoft.Extensions.Logging.Abstractions;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Scheduling;
using Seq2SeqService.Inference.Tests.Decoding;

namespace Seq2SeqService.Inference.Tests.Scheduling;

public sealed class DecodeLoopTests : IDisposable
{
    private const int Poison = 7;

    private static readonly SchedulerOptions Options = new();

    /// <summary>Repeats the source's first token as often as it says; the poisoned sentence makes the engine throw.</summary>
    private readonly FakeEngine _engine = new((source, said) => source[0] == Poison
        ? throw new InvalidDataException("poison")
        : Searching.Next((said.Length < source[0] ? 3 : FakeEngine.Eos, 0.95)));

    private readonly JobQueue _queue = new(Options, new BatchBudget(Options, padsSources: false), new SchedulerMetrics("waiting"), TimeProvider.System);
    private readonly DecodeLoop _loop;

    public DecodeLoopTests() => _loop = new(
        _queue, new RenewableEngine(_engine, () => throw new InvalidOperationException("There is no other."), TimeProvider.System), TargetRules.Of("fake", Searching.Config(), new GenerationConfig(), _engine), TimeProvider.System,
        NullLogger.Instance);

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Sentences_with_different_options_share_a_batch()
    {
        Job[] jobs = [Sentence(2, new() { BeamSize = 1 }), Sentence(4, new() { BeamSize = 3, NBest = 2 }), Sentence(1, new() { MinLength = 3 })];

        DrainOf(jobs);

        Assert.Equal([3, 3], (await jobs[0].Result).Hypotheses[0].Tokens);
        Assert.Equal(2, (await jobs[1].Result).Hypotheses.Count);
        Assert.Equal(3, (await jobs[2].Result).Hypotheses[0].Tokens.Count);
        Assert.Single(_engine.EncodedTokens);
    }

    [Fact]
    public async Task A_sentence_is_answered_as_soon_as_it_is_finished()
    {
        var (quick, slow) = (Sentence(1, new() { BeamSize = 1 }), Sentence(6, new() { BeamSize = 1 }));
        var finishedAt = new List<int>();
        _engine.BeforeStep = () =>
        {
            if (quick.IsEnded && finishedAt.Count == 0)
                finishedAt.Add(_engine.StepRows.Count);
        };

        DrainOf(quick, slow);

        Assert.Equal([2], finishedAt);
        Assert.Equal(6, (await slow.Result).Hypotheses[0].Tokens.Count);
    }

    [Fact]
    public async Task One_bad_sentence_fails_alone()
    {
        var (before, bad, after) = (Sentence(1), Sentence(Poison), Sentence(2));

        DrainOf(before, bad, after);

        Assert.Single((await before.Result).Hypotheses[0].Tokens);
        Assert.Equal(2, (await after.Result).Hypotheses[0].Tokens.Count);
        await Assert.ThrowsAsync<InvalidDataException>(() => bad.Result);
        Assert.Equal(0, _engine.OpenStates);
    }

    [Fact]
    public async Task A_sentence_that_cannot_even_begin_fails_alone()
    {
        var (before, bad, after) = (Sentence(1), Sentence(2, new() { BeamSize = 1, Temperature = 1, TopK = -1 }), Sentence(2));

        DrainOf(before, bad, after);

        Assert.True(bad.Result.IsFaulted);
        Assert.True(before.IsEnded && after.IsEnded);
        Assert.Single((await before.Result).Hypotheses[0].Tokens);
        Assert.Equal(2, (await after.Result).Hypotheses[0].Tokens.Count);
        Assert.Equal(0, _engine.OpenStates);
    }

    [Fact]
    public async Task An_abandoned_sentence_ends_and_its_neighbour_goes_on()
    {
        using var abandoned = new CancellationTokenSource();
        var leaves = new Job([6, 0], new() { BeamSize = 1 }, abandoned.Token);
        var stays = Sentence(6, new() { BeamSize = 1 });
        _engine.BeforeStep = () =>
        {
            if (_engine.StepRows.Count == 2)
                abandoned.Cancel();
        };

        DrainOf(leaves, stays);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves.Result);
        Assert.Equal(6, (await stays.Result).Hypotheses[0].Tokens.Count);
        Assert.Equal([2, 2, 2, 1, 1, 1, 1], _engine.StepRows);
    }

    [Fact]
    public async Task Stopping_finishes_what_was_accepted_and_then_releases_the_engine()
    {
        var jobs = Enumerable.Range(0, 300).Select(i => Sentence((i % 5) + 1)).ToArray();   // more than one batch
        _queue.Enqueue(jobs);
        _queue.Close();
        Assert.False(_engine.IsDisposed);

        _loop.Start();
        await _loop.Ended.WaitAsync(TestContext.Current.CancellationToken);

        Assert.All(jobs, job => Assert.True(job.Result.IsCompletedSuccessfully));
        Assert.True(_engine.IsDisposed);
        Assert.InRange(_engine.EncodedTokens.Count, 2, 300);
    }

    [Fact]
    public async Task Aborting_fails_what_is_left_with_the_reason()
    {
        var jobs = Enumerable.Range(0, 300).Select(_ => Sentence(5)).ToArray();
        _engine.BeforeStep = _loop.Abort;

        DrainOf(jobs);

        foreach (var job in jobs)
            Assert.Equal(TranslationFailure.Stopping, (await Assert.ThrowsAsync<TranslationException>(() => job.Result)).Failure);
        Assert.True(_engine.IsDisposed);
    }

    private static Job Sentence(int length) => Sentence(length, new());

    private static Job Sentence(int length, DecodingOptions options) => new([length, 0], options, TestContext.Current.CancellationToken);

    private void DrainOf(params Job[] jobs)
    {
        _queue.Enqueue(jobs);
        _queue.Close();
        _loop.Run();
    }
}
