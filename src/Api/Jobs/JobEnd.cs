namespace Seq2SeqService.Api.Jobs;

/// <summary>How an attempt ended, and what that writes.</summary>
/// <param name="Outcome">For metrics.</param>
/// <param name="WriteAsync">False where the attempt does not count any more.</param>
internal sealed record JobEnd(JobOutcome Outcome, Func<JobStore, CancellationToken, Task<bool>> WriteAsync)
{
    public static JobEnd Superseded { get; } = new(JobOutcome.Superseded, (_, _) => Task.FromResult(false));

    public static JobEnd Done(StoredJob job, byte[] result) => new(JobOutcome.Done, (store, cancel) => store.CompleteAsync(job, result, cancel));

    public static JobEnd Failed(StoredJob job, string error) => new(JobOutcome.Failed, (store, cancel) => store.FailAsync(job, error, cancel));

    public static JobEnd Returned(StoredJob job, TimeSpan pause, bool counts) =>
        new(counts ? JobOutcome.Retried : JobOutcome.Returned, (store, cancel) => store.ReturnAsync(job, pause, counts, cancel));
}
