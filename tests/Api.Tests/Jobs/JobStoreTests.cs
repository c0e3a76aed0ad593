using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Seq2SeqService.Api.Jobs;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests.Jobs;

/// <summary>What a store does on every database; a test makes as many stores on one database as there would be instances of the service.</summary>
public abstract class JobStoreTests : IDisposable
{
    private static readonly byte[] Sent = [1, 0, 255];
    private static readonly byte[] Result = [2, 0, 254];

    private readonly List<JobStore> _stores = [];

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected SteppedClock Clock { get; } = new();

    private protected abstract JobOptions Options { get; }

    [Fact]
    public async Task Before_anything_is_written_there_is_nothing()
    {
        var store = Store();

        Assert.Null(await store.FindAsync("A", Cancel));
        Assert.Null(await store.TakeAsync(Cancel));
        Assert.False(await store.DeleteAsync(New("A"), Cancel));
        Assert.False(await store.CompleteAsync(New("A"), Result, Cancel));
    }

    [Fact]
    public async Task What_is_kept_comes_back_after_a_restart_as_it_was()
    {
        var job = New("A") with
        {
            Kind = JobKind.Document, Owner = "aa", SecretHash = "5E", Name = "O'Neill; DROP TABLE jobs.docx", Languages = new("en", "zh-Hans"), Terms = [new("station", "Haltestelle 🚆")],
            Texts = 7, Characters = 70, Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };
        await Store().AddAsync(job, Sent, most: 1, Cancel);

        var after = Store();
        var found = await after.FindAsync("A", Cancel);

        Assert.Equal(job.Terms, found!.Terms);
        Assert.Equal(job, found with { Terms = job.Terms });
        Assert.Equal(Sent, await after.ContentAsync(job, Cancel));
        Assert.Null(await after.ResultAsync(job, Cancel));
    }

    [Fact]
    public async Task The_oldest_job_is_begun_first_and_others_know_their_place()
    {
        var store = Store();
        foreach (var id in (string[])["C", "A", "B"])
        {
            await store.AddAsync(New(id), Sent, most: 3, Cancel);
            Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(2, await store.CountBeforeAsync((await store.FindAsync("B", Cancel))!, Cancel));
        var begun = (await store.TakeAsync(Cancel))!;

        Assert.Equal(("C", JobState.Running, 1), (begun.Id, begun.State, begun.Attempt));
        Assert.Equal(1, await store.CountBeforeAsync((await store.FindAsync("B", Cancel))!, Cancel));
    }

    [Fact]
    public async Task Workers_of_several_instances_get_different_jobs()
    {
        const int Jobs = 24;
        for (var i = 0; i < Jobs; i++)
            await Store().AddAsync(New($"J{i}"), Sent, most: Jobs, Cancel);

        var taken = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            var (store, mine) = (Store(), new List<string>());
            while (await store.TakeAsync(Cancel) is { } job)
                mine.Add(job.Id);
            return mine;
        }, Cancel)));

        var all = taken.SelectMany(ids => ids).ToList();
        Assert.Equal(Jobs, all.Count);
        Assert.Equal(Jobs, all.Distinct().Count());
    }

    /// <summary>Workers lose their leases at random while they race to the end of the same jobs.</summary>
    [Fact]
    public async Task No_job_comes_to_its_end_twice()
    {
        const int Jobs = 12;
        for (var i = 0; i < Jobs; i++)
            await Store().AddAsync(New($"J{i}"), Sent, most: Jobs, Cancel);

        var ends = await Task.WhenAll(Enumerable.Range(1, 5).Select(seed => Task.Run(() => WorkAsync(new Random(seed)), Cancel)));

        Assert.Equal(Jobs, ends.Sum(mine => mine.Count));
        Assert.Equal(Jobs, ends.SelectMany(mine => mine).Distinct().Count());

        async Task<List<string>> WorkAsync(Random random)
        {
            var (store, mine) = (Store(Options with { MaxAttempts = 100 }), new List<string>());
            var lost = new List<StoredJob>();
            while (await store.TakeAsync(Cancel) is { } job)
            {
                if (random.Next(3) > 0)
                    Clock.Advance(Options.Lease / random.Next(1, 4));

                if (random.Next(4) == 0)
                    lost.Add(job);
                else if (await store.CompleteAsync(job, Result, Cancel))
                    mine.Add(job.Id);
                if (lost.Count > 0 && await store.CompleteAsync(lost[^1], Result, Cancel))   // a worker that was thought dead comes back
                    mine.Add(lost[^1].Id);
            }

            return mine;
        }
    }

    [Fact]
    public async Task A_worker_that_gives_no_sign_of_life_loses_its_job_when_the_lease_is_over()
    {
        var (one, other) = (Store(), Store());
        await one.AddAsync(New("A"), Sent, most: 1, Cancel);
        var first = (await one.TakeAsync(Cancel))!;

        Clock.Advance(Options.Lease - TimeSpan.FromMilliseconds(1));
        Assert.Null(await other.TakeAsync(Cancel));
        Assert.True(await one.RenewAsync(first, 3, Cancel));
        Assert.Equal(3, (await other.FindAsync("A", Cancel))!.Done);

        Clock.Advance(Options.Lease - TimeSpan.FromMilliseconds(1));
        Assert.Null(await other.TakeAsync(Cancel));

        Clock.Advance(TimeSpan.FromMilliseconds(1));
        var second = (await other.TakeAsync(Cancel))!;
        Assert.Equal((2, 0, first.StartedAt), (second.Attempt, second.Done, second.StartedAt));
    }

    [Fact]
    public async Task Nothing_that_a_stale_attempt_says_counts()
    {
        var (one, other) = (Store(), Store());
        await one.AddAsync(New("A"), Sent, most: 1, Cancel);
        var stale = (await one.TakeAsync(Cancel))!;
        Clock.Advance(Options.Lease);
        var current = (await other.TakeAsync(Cancel))!;

        Assert.False(await one.RenewAsync(stale, 5, Cancel));
        Assert.False(await one.CompleteAsync(stale, [9], Cancel));
        Assert.False(await one.FailAsync(stale, "stale", Cancel));
        Assert.False(await one.ReturnAsync(stale, TimeSpan.Zero, counts: true, Cancel));
        Assert.Null(await other.ResultAsync(current, Cancel));
        Assert.Equal(current, await other.FindAsync("A", Cancel) is { } found ? found with { Terms = current.Terms } : null);

        Assert.True(await other.CompleteAsync(current, Result, Cancel));
        Assert.False(await one.CompleteAsync(stale, [9], Cancel));
        Assert.False(await other.CompleteAsync(current, [9], Cancel));
        Assert.Equal(Result, await one.ResultAsync(current, Cancel));
        Assert.Null(await one.ContentAsync(current, Cancel));
    }

    [Fact]
    public async Task After_its_attempts_a_job_has_failed_and_says_why()
    {
        var store = Store(Options with { MaxAttempts = 2 });
        await store.AddAsync(New("A"), Sent, most: 1, Cancel);
        for (var i = 0; i < 2; i++)
        {
            Assert.NotNull(await store.TakeAsync(Cancel));
            Assert.Equal(0, (await store.SweepAsync(Cancel)).Failed);
            Clock.Advance(Options.Lease);
        }

        Assert.Null(await store.TakeAsync(Cancel));
        Assert.Equal(1, (await store.SweepAsync(Cancel)).Failed);

        var failed = (await store.FindAsync("A", Cancel))!;
        Assert.Equal((JobState.Failed, Clock.GetUtcNow()), (failed.State, failed.EndedAt));
        Assert.Contains("begun 2 times", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_put_back_in_good_order_costs_no_attempt_and_waits_for_its_pause()
    {
        var store = Store(Options with { MaxAttempts = 1 });
        await store.AddAsync(New("A"), Sent, most: 1, Cancel);
        for (var i = 1; i <= 3; i++)
        {
            var job = (await store.TakeAsync(Cancel))!;
            Assert.Equal(i, job.Attempt);
            Assert.True(await store.ReturnAsync(job, TimeSpan.FromSeconds(2), counts: false, Cancel));
            Assert.Null(await store.TakeAsync(Cancel));
            Clock.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(JobState.Waiting, (await store.FindAsync("A", Cancel))!.State);
        Assert.Equal(0, (await store.SweepAsync(Cancel)).Failed);
    }

    [Fact]
    public async Task What_has_been_kept_long_enough_is_gone_with_its_content_and_its_result()
    {
        var store = Store();
        await store.AddAsync(New("A"), Sent, most: 9, Cancel);
        await store.AddAsync(New("B"), Sent, most: 9, Cancel);
        await store.CompleteAsync((await store.TakeAsync(Cancel))!, Result, Cancel);
        Clock.Advance(TimeSpan.FromHours(1));
        await store.AddAsync(New("C"), Sent, most: 9, Cancel);

        Assert.Null(await store.FindAsync("A", Cancel));
        await store.SweepAsync(Cancel);

        foreach (var id in (string[])["A", "B"])
        {
            Assert.Null(await store.ContentAsync(New(id), Cancel));
            Assert.Null(await store.ResultAsync(New(id), Cancel));
        }

        Assert.NotNull(await store.ContentAsync(New("C"), Cancel));
    }

    [Fact]
    public async Task A_job_that_was_deleted_takes_no_result()
    {
        var store = Store();
        await store.AddAsync(New("A"), Sent, most: 1, Cancel);
        var job = (await store.TakeAsync(Cancel))!;

        Assert.True(await store.DeleteAsync(job, Cancel));

        Assert.False(await store.DeleteAsync(job, Cancel));
        Assert.False(await store.RenewAsync(job, 1, Cancel));
        Assert.False(await store.CompleteAsync(job, Result, Cancel));
        Assert.Null(await store.ResultAsync(job, Cancel));
        Assert.Null(await store.ContentAsync(job, Cancel));
    }

    [Fact]
    public async Task No_more_jobs_of_a_kind_are_kept_than_is_said()
    {
        var store = Store();

        Assert.True(await store.AddAsync(New("A"), Sent, most: 1, Cancel));
        Assert.False(await store.AddAsync(New("B"), Sent, most: 1, Cancel));
        Assert.True(await store.AddAsync(New("C") with { Kind = JobKind.Document }, Sent, most: 1, Cancel));
        Assert.Null(await store.ContentAsync(New("B"), Cancel));
    }

    [Fact]
    public async Task A_store_counts_what_waits_and_what_runs()
    {
        var store = Store();
        await store.AddAsync(New("A"), Sent, most: 9, Cancel);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await store.AddAsync(New("B"), Sent, most: 9, Cancel);
        await store.AddAsync(New("C"), Sent, most: 9, Cancel);
        await store.TakeAsync(Cancel);
        Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(new JobCounts(Waiting: 2, Running: 1, TimeSpan.FromSeconds(4)), (await store.SweepAsync(Cancel)).Counts);
    }

    [Fact]
    public async Task Several_instances_may_begin_at_once_on_an_empty_database()
    {
        var stores = Enumerable.Range(0, 8).Select(_ => Store()).ToList();
        using var start = new Barrier(stores.Count);

        await Task.WhenAll(stores.Select((store, i) => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait(Cancel);
            return store.AddAsync(New($"J{i}"), Sent, most: 99, Cancel);
        }, Cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

        Assert.Equal(stores.Count, (await Store().SweepAsync(Cancel)).Counts.Waiting);
    }

    public void Dispose()
    {
        foreach (var store in _stores)
            store.Dispose();

        Remove();
        GC.SuppressFinalize(this);
    }

    /// <summary>An instance's store on the test's database.</summary>
    private protected virtual JobStore Store(JobOptions? options = null)
    {
        var store = new JobStore(
            Microsoft.Extensions.Options.Options.Create(options ?? Options), new HostingEnvironment { ContentRootPath = Path.GetTempPath() }, Clock, NullLogger<JobStore>.Instance);
        lock (_stores)
            _stores.Add(store);
        return store;
    }

    private protected StoredJob New(string id) => new() { Id = id, Kind = JobKind.Texts, Texts = 9, CreatedAt = Clock.GetUtcNow(), ExpiresAt = Clock.GetUtcNow().AddHours(1) };

    /// <summary>Removes what the test has written.</summary>
    private protected abstract void Remove();
}
