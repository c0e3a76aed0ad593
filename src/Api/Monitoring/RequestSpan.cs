using System.Diagnostics;

namespace Seq2SeqService.Api.Monitoring;

/// <summary>Completes the framework's span of a request, in OpenTelemetry's words for HTTP servers. The query string stays out: it may be a text.</summary>
internal static class RequestSpan
{
    public static void Finish(Activity span, HttpContext context)
    {
        if (IsProbe(context.Request.Path))
        {
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;   // nothing that anybody looks for
            return;
        }

        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        span.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
        span.SetTag("http.request.method", context.Request.Method);
        span.SetTag("http.route", route);
        span.SetTag("http.response.status_code", context.Response.StatusCode);
        span.SetTag("nmt.dialect", Dialect.Of(context.Request));
        if (context.Response.StatusCode >= 500)
            span.SetStatus(ActivityStatusCode.Error);
    }

    private static bool IsProbe(PathString path) => path.StartsWithSegments("/health") || path.StartsWithSegments(MetricsEndpoint.Path);
}
