using System.Diagnostics;
using Seq2SeqService.Api.Jobs;

namespace Seq2SeqService.Api.Monitoring;

/// <summary>The span of the work on a job, which goes on after its request was answered, by whichever instance does it.</summary>
internal static class JobSpan
{
    public const string SourceName = "Seq2SeqService.Api";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins the span; null where nobody listens or the request is not sampled.</summary>
    public static Activity? Start(StoredJob job)
    {
        ActivityContext.TryParse(job.Trace, traceState: null, isRemote: true, out var sent);
        var span = Source.StartActivity(job.Kind is JobKind.Document ? "document" : "texts", ActivityKind.Internal, sent);
        span?.SetTag("nmt.characters", job.Characters);
        return span;
    }
}
