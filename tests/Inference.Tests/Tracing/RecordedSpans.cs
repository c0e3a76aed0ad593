using System.Collections.Concurrent;
using System.Diagnostics;

namespace Seq2SeqService.Inference.Tests.Tracing;

/// <summary>Keeps the spans of the requests that it begins; those of other tests have other trace ids.</summary>
internal sealed class RecordedSpans : IDisposable
{
    private readonly ActivitySource _requests = new($"requests {Guid.NewGuid()}");
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly HashSet<ActivityTraceId> _traces = [];

    public RecordedSpans()
    {
        _listener = new()
        {
            ShouldListenTo = source => source == _requests || source.Name == Instrumentation.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Name == "unsampled" || (options.Parent != default && !options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded))
                ? ActivitySamplingResult.PropagationData
                : ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Ended spans below the requests, in the order in which they began; those that began together by their ends.</summary>
    public IReadOnlyList<Activity> Spans =>
        [.. _ended.Where(span => span.Source != _requests && _traces.Contains(span.TraceId)).OrderBy(span => span.StartTimeUtc).ThenBy(span => span.Duration)];

    /// <summary>Does something as a request of its own and returns the request's span.</summary>
    public Activity Request(Action what, string name = "request")
    {
        Activity.Current = null;
        var request = _requests.StartActivity(name)!;
        _traces.Add(request.TraceId);
        what();
        Activity.Current = null;
        return request;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _requests.Dispose();
    }
}
