namespace Seq2SeqService.Api.LibreTranslate;

/// <summary>Lets pages of other origins call this service, as LibreTranslate does.</summary>
internal static class CrossOrigin
{
    private const string Methods = "GET, POST";
    private const string Headers = "Authorization, Content-Type";
    private const string DaysTwenty = "1728000";   // seconds; browsers cut it to what they like

    /// <summary>Adds the headers to every answer, and answers the question that a browser asks before it posts JSON.</summary>
    public static IApplicationBuilder UseCrossOrigin(this IApplicationBuilder app, string origin) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlAllowMethods = Methods;
            headers.AccessControlAllowHeaders = Headers;
            headers.AccessControlMaxAge = DaysTwenty;
            return Task.CompletedTask;
        });

        if (!HttpMethods.IsOptions(context.Request.Method))
            return next(context);

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    });
}
