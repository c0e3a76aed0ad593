namespace Seq2SeqService.Api.Hosting;

/// <summary>Headers of every answer, errors included.</summary>
internal static class ResponseHeaders
{
    private const string NothingButJson = "default-src 'none'; frame-ancestors 'none'";

    // Swagger UI starts itself with an inline script and styles itself inline; all of it comes from this service.
    private const string SwaggerPage =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    public static IApplicationBuilder UseResponseHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // At the start of the answer, for the exception handler clears what was set before.
        context.Response.OnStarting(() =>
        {
            var page = context.Request.Path.StartsWithSegments("/swagger");
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            headers.ContentSecurityPolicy = page ? SwaggerPage : NothingButJson;
            headers["X-Trace-Id"] = context.TraceId();

            if (!page)
                headers.CacheControl = "no-store";

            return Task.CompletedTask;
        });

        return next(context);
    });
}
