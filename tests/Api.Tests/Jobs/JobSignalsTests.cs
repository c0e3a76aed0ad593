using Seq2SeqService.Api.Jobs;

namespace Seq2SeqService.Api.Tests.Jobs;

public sealed class JobSignalsTests
{
    private readonly JobSignals _signals = new(TimeProvider.System);
    private readonly StoredJob _job = new() { Id = "A", Kind = JobKind.Texts };

    [Fact]
    public void Work_is_cancelled_while_it_is_running_and_not_behind_its_end()
    {
        var (first, second) = (_signals.Begin(_job), _signals.Begin(_job));
        first.Dispose();   // which leaves what began in its place
        _signals.Abandon(_job);
        second.Dispose();
        var third = _signals.Begin(_job);
        third.Dispose();
        _signals.Abandon(_job);

        Assert.Equal(
            (false, true, false),
            (first.Abandoned.IsCancellationRequested, second.Abandoned.IsCancellationRequested, third.Abandoned.IsCancellationRequested));
    }

    [Fact]
    public async Task A_job_may_be_abandoned_in_the_moment_in_which_its_work_ends()
    {
        using var stop = new CancellationTokenSource();
        var abandoning = Task.Run(
            () =>
            {
                while (!stop.IsCancellationRequested)
                    _signals.Abandon(_job);
            },
            TestContext.Current.CancellationToken);

        for (var i = 0; i < 500_000 && !abandoning.IsCompleted; i++)
        {
            using var running = _signals.Begin(_job);
            using var work = CancellationTokenSource.CreateLinkedTokenSource(running.Abandoned);
        }

        await stop.CancelAsync();
        await abandoning;
    }
}
