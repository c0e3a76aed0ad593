using System.Diagnostics;
using Seq2SeqService.Inference.Caching;
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

    /// <summary>Source tokens × beam: what it costs.</summary>
    public long Tokens => (long)Rows * source.Length;

    /// <summary>With whom it waits; set by the queue.</summary>
    public Ticket Ticket { get; set; } = Ticket.Anyone;

    /// <summary>Its place in the line, set by the <see cref="FairLine"/>.</summary>
    public double Turn { get; set; }

    /// <summary>What the caller was doing when it made the job: traces and logs of the decoding thread belong to that. Null where nobody traces.</summary>
    public Activity? Caller { get; } = Activity.Current;

    /// <summary>Nobody waits for the answer any more.</summary>
    public bool IsAbandoned => cancel.IsCancellationRequested;

    public Task<DecodedSentence> Result => _result.Task;

    public bool IsEnded => _result.Task.IsCompleted;

    /// <summary>Batches that took a later sentence and left this one; counted by the <see cref="BatchScheduler"/>.</summary>
    public int Overtakings { get; set; }

    /// <summary>Where the result is remembered; null where it is not. Set before the job is queued.</summary>
    public TranslationCache? Cache { get; set; }

    /// <summary>Where the decoding thread writes what is certain of the output; null where nobody reads along. Set before the job is queued.</summary>
    public StableTokens? Stable { get; set; }

    /// <summary>Set by the queue.</summary>
    public long EnqueuedAt { get; set; }

    /// <summary>Time that it was expected to take, where that was near its deadline; else zero. Set by the queue.</summary>
    public TimeSpan Predicted { get; set; }

    /// <summary>Set by the decode loop.</summary>
    public long StartedAt { get; set; }

    /// <summary>When its encoder was done; set by the decode loop.</summary>
    public long EncodedAt { get; set; }

    public void Complete(IReadOnlyList<Hypothesis> hypotheses, long now)
    {
        Cache?.Keep(this, hypotheses);
        _result.TrySetResult(new(hypotheses, EnqueuedAt, StartedAt, now));
    }

    /// <summary>What it became when it was translated before.</summary>
    public void CompleteFrom(IReadOnlyList<Hypothesis> remembered, long now) => _result.TrySetResult(new(remembered, now, now, now));

    public void Fail(Exception error) => _result.TrySetException(error);

    public void Abandon() => _result.TrySetCanceled(cancel);
}
