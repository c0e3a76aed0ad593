using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Tests.Scheduling;

public sealed class JobQueueTests
{
    private static readonly SchedulerOptions Options = new() { MaxQueued = 5 };

    private readonly JobQueue _queue = new(Options, new BatchBudget(Options, padsSources: false), new SchedulerMetrics("waiting"), TimeProvider.System);

    [Fact]
    public void A_text_takes_all_its_places_or_none()
    {
        _queue.Enqueue(Text(sentences: 3));

        var refused = Assert.Throws<TranslationException>(() => _queue.Enqueue(Text(sentences: 3)));

        Assert.Equal(TranslationFailure.QueueFull, refused.Failure);
        Assert.Equal(3, _queue.Count);
        _queue.Enqueue(Text(sentences: 2));
        Assert.Equal(5, _queue.Count);
    }

    [Fact]
    public void A_text_that_can_never_fit_is_too_long()
    {
        var refused = Assert.Throws<TranslationException>(() => _queue.Enqueue(Text(sentences: 6)));

        Assert.Equal(TranslationFailure.TextTooLong, refused.Failure);
        Assert.Contains("6 sentences", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Abandoned_sentences_make_room()
    {
        using var abandoned = new CancellationTokenSource();
        var leaving = TextOf(5, abandoned.Token);
        _queue.Enqueue(leaving);
        await abandoned.CancelAsync();

        _queue.Enqueue(Text(sentences: 4));

        Assert.Equal(4, _queue.Count);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving[0].Result);
    }

    [Fact]
    public void Abandoned_sentences_are_never_taken()
    {
        var waits = Text(sentences: 1)[0];
        _queue.Enqueue([.. TextOf(2, new CancellationToken(canceled: true)), waits]);

        Assert.Equal([waits], _queue.Take()!);
    }

    [Fact]
    public void A_closed_door_gives_out_what_was_accepted_and_refuses_the_rest()
    {
        _queue.Enqueue(Text(sentences: 2));

        _queue.Close();

        Assert.Equal(TranslationFailure.Stopping, Assert.Throws<TranslationException>(() => _queue.Enqueue(Text(sentences: 1))).Failure);
        Assert.Equal(2, _queue.Take()!.Count);
        Assert.Null(_queue.Take());
    }

    [Fact]
    public async Task Work_wakes_the_taker_that_waits()
    {
        var taken = new TaskCompletionSource<IReadOnlyList<Job>?>();
        new Thread(() => taken.SetResult(_queue.Take())) { IsBackground = true }.Start();
        var text = Text(sentences: 1);

        _queue.Enqueue(text);

        Assert.Equal(text, await taken.Task.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Between_two_steps_the_taker_never_waits()
    {
        Assert.Empty(_queue.TakeJoining(BatchLoad.Nothing, stepsSinceJoin: 100));

        _queue.Enqueue(Text(sentences: 1));
        var running = BatchLoad.Nothing.With(Text(1)[0]);

        Assert.Single(_queue.TakeJoining(running, stepsSinceJoin: 100));
        Assert.Empty(_queue.TakeJoining(running, stepsSinceJoin: 100));
    }

    [Fact]
    public async Task Idle_takers_share_a_text_and_leave_none_of_it_to_busy_ones()
    {
        var takers = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(_queue.Take, TaskCreationOptions.LongRunning)).ToArray();
        while (_queue.IdleTakers < 2)
            Thread.Yield();

        _queue.Enqueue(Text(sentences: 5));
        var parts = await Task.WhenAll(takers).WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal([2, 3], parts.Select(part => part!.Count).Order());
        Assert.Empty(_queue.TakeJoining(BatchLoad.Nothing, stepsSinceJoin: 100));
    }

    private static Job[] Text(int sentences) => TextOf(sentences, TestContext.Current.CancellationToken);

    private static Job[] TextOf(int sentences, CancellationToken cancel) =>
        [.. Enumerable.Range(0, sentences).Select(_ => new Job([4, 5, 0], new(), cancel))];
}
