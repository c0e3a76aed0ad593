namespace Seq2SeqService.Api.Jobs;

/// <summary>How jobs of one kind are done.</summary>
internal interface IJobWork
{
    JobKind Kind { get; }

    /// <summary>The result of a job. What its sender could have known is a refusal; every other exception is the service's fault, and the job is tried again.</summary>
    /// <param name="job">The job.</param>
    /// <param name="content">What was sent.</param>
    /// <param name="done">Is told how many texts are translated.</param>
    /// <param name="cancel">The job is somebody else's, or nobody's, or the service stops.</param>
    Task<byte[]> DoAsync(StoredJob job, byte[] content, IProgress<int> done, CancellationToken cancel);
}
