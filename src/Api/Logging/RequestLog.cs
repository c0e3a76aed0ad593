using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Monitoring;

namespace Seq2SeqService.Api.Logging;

/// <summary>One line for each request. Neither texts nor query strings are ever logged, and the path is escaped and cut.</summary>
internal sealed partial class RequestLog(RequestDelegate next, TimeProvider clock, ILogger<RequestLog> logger)
{
    private const int MaxPathLength = 100;

    public async Task InvokeAsync(HttpContext context)
    {
        var started = clock.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var path = context.Request.Path.ToUriComponent();
            LogRequest(
                LevelOf(context),
                context.Request.Method,
                path.Length <= MaxPathLength ? path : path[..MaxPathLength],
                context.Response.StatusCode,
                Math.Round(clock.GetElapsedTime(started).TotalMilliseconds, 1),
                context.TraceId());
        }
    }

    /// <summary>Probes and scrapes come every few seconds, and a client that went away is no event for an operator.</summary>
    private static LogLevel LevelOf(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status499ClientClosedRequest
            || context.Request.Path.StartsWithSegments("/health") || context.Request.Path.StartsWithSegments(MetricsEndpoint.Path)
            ? LogLevel.Debug
            : LogLevel.Information;

    [LoggerMessage("{Method} {Path} {Status} in {Milliseconds} ms, trace {TraceId}")]
    private partial void LogRequest(LogLevel level, string method, string path, int status, double milliseconds, string traceId);
}
