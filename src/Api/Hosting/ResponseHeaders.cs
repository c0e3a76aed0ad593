using Seq2SeqService.Api.Streaming;

namespace Seq2SeqService.Api.Hosting;

/// <summary>Headers of every answer, errors included.</summary>
internal static class ResponseHeaders
{
    private const string NothingButJson = "default-src 'none'; frame-ancestors 'none'";

    // Swagger UI starts itself with an inline script and styles itself inline; all of it comes from this service.
    private const string SwaggerPage =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    // The page loads its own files and asks this service, nothing else.
    private const string Page =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static IApplicationBuilder UseResponseHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // At the start of the answer, for the exception handler clears what was set before.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            headers.ContentSecurityPolicy = PolicyOf(context.Request.Path);
            headers["X-Trace-Id"] = context.TraceId();

            if (!IsFile(context.Request.Path) && context.Response.ContentType != EventStream.MediaType)
                headers.CacheControl = "no-store";

            return Task.CompletedTask;
        });

        return next(context);
    });

    private static string PolicyOf(PathString path) =>
        path.StartsWithSegments("/swagger") ? SwaggerPage
        : path == "/" || path.StartsWithSegments("/page") ? Page
        : NothingButJson;

    /// <summary>What browsers may keep, as long as they ask whether it is still the same.</summary>
    private static bool IsFile(PathString path) => path.StartsWithSegments("/swagger") || path.StartsWithSegments("/page");
}
