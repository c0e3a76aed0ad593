using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Seq2SeqService.Api.Jobs;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.EndToEnd.Tests;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Tests.Jobs;

/// <summary>How one attempt at a job ends.</summary>
public sealed class JobAttemptTests : IDisposable
{
    private readonly JobOptions _options = new() { MaxAttempts = 2 };
    private readonly SteppedClock _clock = new();
    private readonly JobSignals _signals;
    private readonly JobStore _store;

    public JobAttemptTests()
    {
        _signals = new(_clock);
        _store = new(Microsoft.Extensions.Options.Options.Create(_options), new HostingEnvironment(), _clock, NullLogger<JobStore>.Instance);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_is_done_with_the_result_of_its_work()
    {
        await RunAsync(async (content, done, _) =>
        {
            await Task.Yield();
            done.Report(1);
            return [.. content, 7];
        });

        Assert.Equal((JobState.Done, 9), ((await FoundAsync()).State, (await FoundAsync()).Done));
        Assert.Equal([1, 2, 7], await _store.ResultAsync(await FoundAsync(), Cancel));
    }

    [Fact]
    public async Task A_refusal_is_the_end_and_is_told()
    {
        await RunAsync((_, _, _) => throw new TranslationException(TranslationFailure.TextTooLong, "q[3]: it is too long"));

        Assert.Equal((JobState.Failed, "q[3]: it is too long"), ((await FoundAsync()).State, (await FoundAsync()).Error));
    }

    [Fact]
    public async Task A_fault_of_the_service_is_tried_again_and_its_words_are_not_told()
    {
        await RunAsync((_, _, _) => throw new InvalidOperationException("secret"));
        Assert.Equal(JobState.Waiting, (await FoundAsync()).State);

        _clock.Advance(TimeSpan.FromSeconds(2));
        await AttemptAsync((_, _, _) => throw new InvalidOperationException("secret"));
        _clock.Advance(TimeSpan.FromSeconds(2));
        await _store.SweepAsync(Cancel);

        var failed = await FoundAsync();
        Assert.Equal((JobState.Failed, 2), (failed.State, failed.Attempt));
        Assert.Contains("begun 2 times", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_that_took_too_long_cost_an_attempt_and_not_the_job()
    {
        await RunAsync((_, _, _) => throw new TranslationException(TranslationFailure.TimedOut, "It took too long."));
        Assert.Equal(JobState.Waiting, (await FoundAsync()).State);

        _clock.Advance(TimeSpan.FromSeconds(2));
        await AttemptAsync((content, _, _) => Task.FromResult(content));
        Assert.Equal((JobState.Done, 2), ((await FoundAsync()).State, (await FoundAsync()).Attempt));
    }

    [Fact]
    public async Task A_job_whose_texts_always_take_too_long_fails_in_the_end()
    {
        await RunAsync((_, _, _) => throw new TranslationException(TranslationFailure.TimedOut, "It took too long."));
        _clock.Advance(TimeSpan.FromSeconds(2));
        await AttemptAsync((_, _, _) => throw new TranslationException(TranslationFailure.TimedOut, "It took too long."));

        _clock.Advance(TimeSpan.FromSeconds(2));
        await _store.SweepAsync(Cancel);
        Assert.Equal((JobState.Failed, 2), ((await FoundAsync()).State, (await FoundAsync()).Attempt));
    }

    [Theory]
    [InlineData(TranslationFailure.NoModel)]
    [InlineData(TranslationFailure.Stopping)]
    public async Task What_passes_costs_no_attempt(TranslationFailure passing)
    {
        await RunAsync((_, _, _) => throw new TranslationException(passing, "Not now."));
        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(2));
            await AttemptAsync((_, _, _) => throw new TranslationException(passing, "Not now."));
        }

        _clock.Advance(TimeSpan.FromSeconds(2));
        await AttemptAsync((_, _, _) => Task.FromResult<byte[]>([7]));
        Assert.Equal((JobState.Done, 7), ((await FoundAsync()).State, (await FoundAsync()).Attempt));
    }

    [Fact]
    public async Task A_service_that_stops_puts_its_job_back_at_once()
    {
        using var stop = new CancellationTokenSource();
        var running = RunAsync(async (_, _, cancel) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancel);
            return [];
        }, stop);

        await running;

        Assert.Equal(JobState.Waiting, (await FoundAsync()).State);
        Assert.Equal("A", (await _store.TakeAsync(Cancel))?.Id);
    }

    [Fact]
    public async Task Signs_of_life_hold_a_job_for_as_long_as_it_takes_and_say_how_far_it_is()
    {
        var end = new TaskCompletionSource<byte[]>();
        IProgress<int>? progress = null;
        var running = RunAsync((_, done, _) =>
        {
            progress = done;
            return end.Task;
        });

        for (var i = 1; i <= 30; i++)
        {
            progress!.Report(i);
            _clock.Advance(_options.Lease / 10);
            await Condition.MetAsync(async () => (await FoundAsync()).Done == i);
            Assert.Null(await _store.TakeAsync(Cancel));
        }

        end.SetResult([7]);
        await running;
        Assert.Equal((JobState.Done, 1), ((await FoundAsync()).State, (await FoundAsync()).Attempt));
    }

    [Fact]
    public async Task Work_on_a_job_that_was_deleted_elsewhere_ends_at_the_next_sign_of_life()
    {
        var running = RunAsync(async (_, _, cancel) =>
        {
            await Task.Delay(Timeout.Infinite, cancel);
            return [];
        });
        await _store.DeleteAsync(await FoundAsync(), Cancel);

        _clock.Advance(_options.Lease / 10);

        await running;
        Assert.Null(await _store.FindAsync("A", Cancel));
    }

    [Fact]
    public async Task Work_on_a_job_that_was_deleted_here_ends_at_once()
    {
        var running = RunAsync(async (_, _, cancel) =>
        {
            await Task.Delay(Timeout.Infinite, cancel);
            return [];
        });

        _signals.Abandon(await FoundAsync());

        await running;
    }

    [Fact]
    public async Task A_store_that_is_away_for_a_moment_puts_a_job_back()
    {
        await RunAsync((_, _, _) => throw new RequestRefusedException(ProblemKind.JobsUnavailable, "jobs", "away"));

        Assert.Equal(JobState.Waiting, (await FoundAsync()).State);
    }

    public void Dispose() => _store.Dispose();

    private async Task RunAsync(Work work, CancellationTokenSource? stop = null)
    {
        var now = _clock.GetUtcNow();
        await _store.AddAsync(new() { Id = "A", Kind = JobKind.Texts, Texts = 9, CreatedAt = now, ExpiresAt = now.AddDays(1) }, [1, 2], most: 1, Cancel);
        await AttemptAsync(work, stop);
    }

    private async Task AttemptAsync(Work work, CancellationTokenSource? stop = null)
    {
        var job = (await _store.TakeAsync(Cancel))!;
        var attempt = new JobAttempt(
            _store, [new FakeWork(work)], _signals, Microsoft.Extensions.Options.Options.Create(_options), _clock, NullLogger<JobAttempt>.Instance);
        await attempt.RunAsync(job, stop?.Token ?? CancellationToken.None);
    }

    private async Task<StoredJob> FoundAsync() => (await _store.FindAsync("A", Cancel))!;

    private delegate Task<byte[]> Work(byte[] content, IProgress<int> done, CancellationToken cancel);

    private sealed class FakeWork(Work work) : IJobWork
    {
        public JobKind Kind => JobKind.Texts;

        public Task<byte[]> DoAsync(StoredJob job, byte[] content, IProgress<int> done, CancellationToken cancel) => work(content, done, cancel);
    }
}
