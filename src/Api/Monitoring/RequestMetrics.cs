using System.Diagnostics;
using System.Diagnostics.Metrics;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Monitoring;

/// <summary>
/// Counts requests for translations by dialect and outcome, refused ones by the kind of problem, and names the span of a request by its route. Labels
/// have few values: never an address, a key or a path.
/// </summary>
internal sealed class RequestMetrics(RequestDelegate next, TimeProvider clock)
{
    public const string MeterName = "Seq2SeqService.Api";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        "nmt_requests", "{request}", "Requests for translations, detections and documents by dialect and outcome: answered, rejected, failed, or cancelled by the caller.");

    private static readonly Counter<long> Rejected = Meter.CreateCounter<long>(
        "nmt_rejected_requests", "{request}", "Requests that were refused, by dialect and by the kind of problem that said why.");

    private static readonly Histogram<double> RequestTime = Meter.CreateHistogram(
        "nmt_request_time", "s", "Time from a request's headers to the end of its answer.", tags: null, Instrumentation.Durations);

    public async Task InvokeAsync(HttpContext context)
    {
        var dialect = Dialect.Of(context.Request);   // before a form is made JSON
        var started = clock.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            if (dialect is not null)
                Count(context, dialect, clock.GetElapsedTime(started));

            if (Activity.Current is { IsAllDataRequested: true } span)
                RequestSpan.Finish(span, context);
        }
    }

    private static void Count(HttpContext context, string dialect, TimeSpan took)
    {
        var kind = context.Features.Get<ProblemKind>();
        var outcome = Outcome(context, kind);
        Requests.Add(1, new("dialect", dialect), new("outcome", outcome));
        RequestTime.Record(took.TotalSeconds, new("dialect", dialect), new("outcome", outcome));
        if (outcome == "rejected")
            Rejected.Add(1, new("dialect", dialect), new("reason", kind?.Name ?? ProblemKind.OfStatus(context.Response.StatusCode).Name));
    }

    private static string Outcome(HttpContext context, ProblemKind? kind)
    {
        if (context.RequestAborted.IsCancellationRequested || context.Response.StatusCode == StatusCodes.Status499ClientClosedRequest)
            return "cancelled";

        var status = kind?.Status ?? context.Response.StatusCode;
        return status switch
        {
            < 400 => "answered",
            StatusCodes.Status500InternalServerError => "failed",
            _ => "rejected",
        };
    }
}
