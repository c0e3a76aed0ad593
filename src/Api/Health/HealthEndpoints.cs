using Microsoft.AspNetCore.Http.HttpResults;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Hosting;

namespace Seq2SeqService.Api.Health;

/// <summary>
/// Three questions of an orchestrator: does the process live (else restart it), has it started (else wait),
/// may it get requests (else look away, but leave it alone).
/// </summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health").DisableHttpMetrics().WithoutKey();

        health.MapRead("/live", (ServiceState state) => Answer(state.Liveness))
            .WithName("Live")
            .WithSummary("Does the process live?")
            .WithDescription("200 while the process can answer at all and no engine hangs; 503 with the engine's name asks for a new start.")
            .Produces<HealthAnswer>()
            .Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);

        health.MapRead("/ready", (ServiceState state) => Answer(state.Readiness))
            .WithName("Ready")
            .WithSummary("May requests be sent here?")
            .WithDescription("200 as soon as a model serves; 503 while the store is looked through, without a model, and from the first moment of a stop.")
            .Produces<HealthAnswer>()
            .Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);

        health.MapRead("/startup", (ServiceState state) => Answer(state.Startup))
            .WithName("Startup")
            .WithSummary("Has the service started?")
            .WithDescription("200 once every model of the store was loaded or refused.")
            .Produces<HealthAnswer>()
            .Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);
    }

    private static JsonHttpResult<HealthAnswer> Answer(string status) => TypedResults.Json(
        new HealthAnswer { Status = status },
        ApiJson.Default.HealthAnswer,
        statusCode: status == ServiceState.Ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
}
