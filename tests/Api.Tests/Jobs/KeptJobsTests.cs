using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Admission;
using Seq2SeqService.Api.Jobs;
using Seq2SeqService.Api.LibreTranslate;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.EndToEnd.Tests;

namespace Seq2SeqService.Api.Tests.Jobs;

/// <summary>How the end of a job is waited for while its store is away.</summary>
public sealed class KeptJobsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("jobs-").FullName;
    private readonly SteppedClock _clock = new();
    private readonly JobStore _store;
    private readonly KeptJobs _jobs;

    public KeptJobsTests()
    {
        var options = Microsoft.Extensions.Options.Options.Create(new JobOptions { ConnectionString = $"Data Source={File}" });
        _store = new(options, new HostingEnvironment { ContentRootPath = _directory }, _clock, NullLogger<JobStore>.Instance);
        var quota = new Quota(Microsoft.Extensions.Options.Options.Create(new QuotaOptions()), _clock);
        _jobs = new(_store, new(_clock), quota, FixedRequest.By(subject: null, Scopes.All), options, _clock);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_directory, "jobs.db");

    [Fact]
    public async Task A_store_that_is_away_for_a_moment_does_not_end_the_wait()
    {
        var job = await AddAsync();
        var kept = TakeAway();
        var end = _jobs.EndOfAsync(job, Cancel);
        _clock.Advance(TimeSpan.FromSeconds(30));

        BringBack(kept);
        await _store.CompleteAsync((await _store.TakeAsync(Cancel))!, [7], Cancel);

        await AdvanceUntilOverAsync(end);
        Assert.Equal(JobState.Done, (await end)?.State);
    }

    [Fact]
    public async Task A_store_that_stays_away_ends_it_after_a_while()
    {
        var job = await AddAsync();
        TakeAway();
        var began = _clock.GetUtcNow();

        var end = _jobs.EndOfAsync(job, Cancel);
        await AdvanceUntilOverAsync(end);

        Assert.Equal(ProblemKind.JobsUnavailable, (await Assert.ThrowsAsync<RequestRefusedException>(() => end)).Kind);
        Assert.InRange(_clock.GetUtcNow() - began, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_document_that_cannot_be_forgotten_does_not_hide_why_it_was_to_be()
    {
        using var gone = new CancellationTokenSource();
        var job = await AddAsync();
        TakeAway();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TranslateFileEndpoint.WaitForAsync(job, _jobs, gone.Token));
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private Task<StoredJob> AddAsync() => _jobs.AddAsync(new() { Id = "A", Kind = JobKind.Document, Texts = 9 }, [1, 2], most: 1, TimeSpan.FromDays(1), Cancel);

    private byte[] TakeAway()
    {
        var kept = System.IO.File.ReadAllBytes(File);
        System.IO.File.WriteAllText(File, new string('x', 5000));
        return kept;
    }

    private void BringBack(byte[] kept) => System.IO.File.WriteAllBytes(File, kept);

    private Task AdvanceUntilOverAsync(Task end) => Condition.MetAsync(() =>
    {
        _clock.Advance(TimeSpan.FromSeconds(5));
        return Task.FromResult(end.IsCompleted);
    });
}
