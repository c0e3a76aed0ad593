using Microsoft.AspNetCore.Diagnostics;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Monitoring;

namespace Seq2SeqService.Api.Logging;

/// <summary>
/// One line for each request. Neither texts nor query strings are ever logged. Of what the service has it is the route, for an address may hold what opens
/// a document, or the name of a file; of anything else the path, escaped and cut.
/// </summary>
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
            LogRequest(
                LevelOf(context),
                context.Request.Method,
                PathOf(context),
                context.Response.StatusCode,
                Math.Round(clock.GetElapsedTime(started).TotalMilliseconds, 1),
                context.TraceId());
        }
    }

    /// <summary>The route of a refused request is where the handler of exceptions has left it.</summary>
    private static string PathOf(HttpContext context)
    {
        if ((context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint) is RouteEndpoint { RoutePattern.RawText: { } route })
            return route;

        var path = context.Request.Path.ToUriComponent();
        return path.Length <= MaxPathLength ? path : path[..MaxPathLength];
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
