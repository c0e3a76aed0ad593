using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Admission;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Jobs;

/// <summary>The jobs as requests see them. What belongs to another key is as if it were not there.</summary>
internal sealed class KeptJobs(JobStore store, JobSignals signals, Quota quota, CurrentCaller caller, IOptions<JobOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromMinutes(1);   // of the store, for who waits for a job

    /// <summary>Takes the request of a document from the caller's share: to read it is work, whatever becomes of it.</summary>
    public void TakeRequest() => quota.Take(Callers.Of(caller.Value), new(Requests: 1, Characters: 0));

    /// <summary>
    /// Keeps a job, from now on and as the caller's own; refused where there are <paramref name="most"/> of its kind, or the caller has had its share.
    /// What is not kept costs nothing.
    /// </summary>
    public async Task<StoredJob> AddAsync(StoredJob job, byte[] content, int most, TimeSpan keep, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var sender = Callers.Of(caller.Value);
        var paid = new Consumption(job.Kind is JobKind.Document ? 0 : 1, job.Characters);
        quota.Take(sender, paid);
        var kept = job with { Owner = caller.Value.Owner, Sender = sender, Trace = Activity.Current?.Id ?? "", CreatedAt = now, ExpiresAt = now + keep };
        var isKept = false;
        try
        {
            isKept = await store.AddAsync(kept, content, most, cancel);
        }
        finally
        {
            if (!isKept)
                quota.GiveBack(sender, paid);
        }

        if (!isKept)
            throw new TranslationException(TranslationFailure.QueueFull, $"The service keeps {most} {(job.Kind is JobKind.Document ? "documents" : "jobs")} already; try again later.");

        signals.CameIn();
        return kept;
    }

    /// <summary>The job of this address; null where there is none of that kind, and where it is another key's.</summary>
    public async Task<StoredJob?> FindAsync(string id, JobKind kind, CancellationToken cancel) =>
        await store.FindAsync(id.ToUpperInvariant(), cancel) is { } job && job.Kind == kind && caller.Value.MayReach(job.Owner) ? job : null;

    /// <summary>Jobs that will be begun before this one.</summary>
    public Task<int> CountBeforeAsync(StoredJob job, CancellationToken cancel) => store.CountBeforeAsync(job, cancel);

    /// <summary>What became of a job that is done; null where it was removed meanwhile.</summary>
    public Task<byte[]?> ResultAsync(StoredJob job, CancellationToken cancel) => store.ResultAsync(job, cancel);

    /// <summary>Waits until the job is over, whichever instance does it, and for a store that is away for a moment; null where the job was removed.</summary>
    public async Task<StoredJob?> EndOfAsync(StoredJob job, CancellationToken cancel)
    {
        for (var seen = clock.GetTimestamp(); ;)
        {
            var end = signals.NextEnd;
            try
            {
                var found = await store.FindAsync(job.Id, cancel);
                if (found is null or { IsOver: true })
                    return found;

                seen = clock.GetTimestamp();
            }
            catch (RequestRefusedException away) when (away.Kind.MayRetry && clock.GetElapsedTime(seen) < LongestAbsence)
            {
                // It has logged that; the work on the job goes on meanwhile.
            }

            await signals.WaitAsync(end, options.Value.PollInterval, cancel);
        }
    }

    /// <summary>Removes a job; work on it ends, here at once and elsewhere at the next sign of life. False where somebody was faster.</summary>
    public async Task<bool> ForgetAsync(StoredJob job, CancellationToken cancel)
    {
        var isRemoved = await store.DeleteAsync(job, cancel);
        signals.Abandon(job);
        return isRemoved;
    }

    public static string NewId() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
}
