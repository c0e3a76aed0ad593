namespace Seq2SeqService.Api.Problems;

/// <summary>Puts <see cref="ProblemTable"/> behind exceptions and behind answers without a body.</summary>
internal static class ProblemServices
{
    public static void AddProblems(this IServiceCollection services)
    {
        services.AddSingleton<ProblemWriter>();
        services.AddSingleton<ProblemTable>();
        services.AddExceptionHandler<ProblemTable>();
        services.AddProblemDetails();

        // Without this, Development and Production answer broken JSON differently.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);

        // The framework keeps silent about what a handler answered; a bug must still reach the log.
        services.Configure<ExceptionHandlerOptions>(options =>
            options.SuppressDiagnosticsCallback = context => ProblemTable.IsExpected(context.Exception));
    }

    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(pages => pages.HttpContext.RequestServices.GetRequiredService<ProblemTable>()
            .WriteStatusAsync(pages.HttpContext, pages.HttpContext.Response.StatusCode));
    }
}
