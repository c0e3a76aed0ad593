using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Scheduling;

/// <summary>One sentence on its way through the queue of the model that tokenised it.</summary>
internal sealed class Job(int[] source, DecodingOptions options, CancellationToken cancel)
{
    // Continuations run elsewhere: the decoding thread must not serve HTTP.
    private readonly TaskCompletionSource<DecodedSentence> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int[] Source => source;

    public DecodingOptions Options => options;

    public CancellationToken Cancel => cancel;

    /// <summary>Most rows that it takes while it is decoded.</summary>
    public int Rows => options.BeamSize;

    /// <summary>Nobody waits for the answer any more.</summary>
    public bool IsAbandoned => cancel.IsCancellationRequested;

    public Task<DecodedSentence> Result => _result.Task;

    public bool IsEnded => _result.Task.IsCompleted;

    /// <summary>Batches that took a later sentence and left this one; counted by the <see cref="BatchScheduler"/>.</summary>
    public int Overtakings { get; set; }

    /// <summary>Set by the queue.</summary>
    public long EnqueuedAt { get; set; }

    /// <summary>Set by the decode loop.</summary>
    public long StartedAt { get; set; }

    public void Complete(IReadOnlyList<Hypothesis> hypotheses, long now) =>
        _result.TrySetResult(new(hypotheses, EnqueuedAt, StartedAt, now));

    public void Fail(Exception error) => _result.TrySetException(error);

    public void Abandon() => _result.TrySetCanceled(cancel);
}
