using System.Diagnostics;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Tracing;

/// <summary>
/// The way of a sentence in its request's trace: <c>queue</c>, <c>encode</c>, <c>decode</c>. Sentences of many requests are encoded together: that is
/// a span <c>batch</c> in the trace of the first of them, linked to the others' requests, and each <c>encode</c> is linked to it. Spans are made afterwards, when
/// a sentence has been encoded and when it leaves, never at a step; nothing is made where nobody listens or the request is not sampled.
/// </summary>
internal static class SentenceSpans
{
    /// <summary>Somebody may want spans.</summary>
    public static bool IsWanted => TranslationSpan.Source.HasListeners();

    /// <summary>The sentences that were encoded together, just now.</summary>
    public static void Encoded(IReadOnlyList<Job> jobs, string model, TimeProvider time)
    {
        if (jobs.Where(IsTraced).ToList() is not [var oldest, ..] traced)
            return;

        var clock = new SpanClock(time);
        using var batch = Start("batch", oldest, clock.At(oldest.StartedAt), Links(traced));
        batch?.SetTag("nmt.model", model);
        batch?.SetTag("nmt.sentences", jobs.Count);
        batch?.SetTag("nmt.source_tokens", jobs.Sum(job => job.Source.Length));
        foreach (var job in traced)
        {
            using (var queue = Start("queue", job, clock.At(job.EnqueuedAt)))
                queue?.SetEndTime(clock.At(job.StartedAt).UtcDateTime);

            using (var encode = Start("encode", job, clock.At(job.StartedAt), batch is null ? null : [new(batch.Context)]))
                encode?.SetEndTime(clock.At(job.EncodedAt).UtcDateTime);
        }
    }

    /// <summary>The end of a sentence: <c>answered</c>, <c>cancelled</c> or <c>failed</c>.</summary>
    public static void Decoded(Job job, string outcome, TimeProvider time)
    {
        if (!IsWanted || !IsTraced(job))
            return;

        var clock = new SpanClock(time);
        using var decode = Start("decode", job, clock.At(job.EncodedAt > 0 ? job.EncodedAt : job.StartedAt));
        decode?.SetEndTime(clock.Now.UtcDateTime);
        decode?.SetTag("nmt.outcome", outcome);
        decode?.SetTag("nmt.source_tokens", job.Source.Length);
        decode?.SetTag("nmt.rows", job.Rows);
        if (outcome == "failed")
            decode?.SetStatus(ActivityStatusCode.Error);
    }

    private static bool IsTraced(Job job) => job.Caller is { Recorded: true };

    private static Activity? Start(string name, Job job, DateTimeOffset start, IEnumerable<ActivityLink>? links = null) =>
        TranslationSpan.Source.StartActivity(name, ActivityKind.Internal, job.Caller!.Context, tags: null, links, start);

    private static IEnumerable<ActivityLink> Links(IEnumerable<Job> jobs) =>
        jobs.Select(job => job.Caller!.Context).Distinct().Select(context => new ActivityLink(context));

    /// <summary>Turns timestamps of the way into times of the day, all by one look at both clocks.</summary>
    private readonly struct SpanClock(TimeProvider time)
    {
        private readonly long _timestamp = time.GetTimestamp();

        public DateTimeOffset Now { get; } = time.GetUtcNow();

        public DateTimeOffset At(long timestamp) => Now - time.GetElapsedTime(timestamp, _timestamp);
    }
}
