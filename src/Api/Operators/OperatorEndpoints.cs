using Microsoft.AspNetCore.Http.HttpResults;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Catalog;
using Seq2SeqService.Api.Documentation;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Operators;

/// <summary>What operators do with the versions of a model. Without an operator key or keys with scopes these addresses do not exist.</summary>
internal static class OperatorEndpoints
{
    public static void MapOperators(this IEndpointRouteBuilder app)
    {
        if (!app.ServiceProvider.GetRequiredService<OperatorKey>().IsSet && app.ServiceProvider.GetRequiredService<Credentials>().IsOpen)
            return;

        var routes = app.MapGroup("/models/{name}").WithTags("Operators").WithMetadata(new OperatorOnly()).WithScope(Scopes.Operate);

        Describe(routes.MapPost("/activate", ActivateAsync), "Activate", "Bring a version of the store into service.")
            .WithDescription("An older or a refused version too. Newer ones that are there now do not come by themselves any more; those published later do.");
        Describe(routes.MapPost("/rollback", RollBackAsync), "RollBack", "Go back to the version that served before, or end a trial.")
            .WithDescription("At once where that version is still held in memory. The one left does not come back by itself.");
        Describe(routes.MapPost("/pin", PinAsync), "Pin", "Hold the version in service, whatever is published.");
        Describe(routes.MapPost("/unpin", UnpinAsync), "Unpin", "Let newer versions come again.");
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string name, string summary) => route
        .WithName(name)
        .WithSummary(summary)
        .WithProblems(ProblemKind.UnreadableRequest, ProblemKind.InvalidRequest, ProblemKind.Unauthorized, ProblemKind.UnknownModel, ProblemKind.NotPossible);

    private static async Task<Ok<ModelDescription>> ActivateAsync(string name, ActivateRequest request, IModelOperator models, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(request.Version))
            throw new RequestRefusedException(ProblemKind.InvalidRequest, "version", "must name the version to be activated");

        return await AnswerAsync(() => models.ActivateAsync(name, request.Version, request.SkipGate, cancel));
    }

    private static Task<Ok<ModelDescription>> RollBackAsync(string name, IModelOperator models, CancellationToken cancel) =>
        AnswerAsync(() => models.RollBackAsync(name, cancel));

    private static Task<Ok<ModelDescription>> PinAsync(string name, IModelOperator models, CancellationToken cancel) =>
        AnswerAsync(() => models.PinAsync(name, cancel));

    private static Task<Ok<ModelDescription>> UnpinAsync(string name, IModelOperator models, CancellationToken cancel) =>
        AnswerAsync(() => models.UnpinAsync(name, cancel));

    private static async Task<Ok<ModelDescription>> AnswerAsync(Func<Task<ModelStatus>> operation)
    {
        try
        {
            return TypedResults.Ok(ModelDescription.Of(await operation()));
        }
        catch (ModelOperationException refused)
        {
            var (kind, field) = refused.Failure switch
            {
                ModelOperationFailure.UnknownModel => (ProblemKind.UnknownModel, "name"),
                ModelOperationFailure.UnknownVersion => (ProblemKind.InvalidRequest, "version"),
                _ => (ProblemKind.NotPossible, "model"),
            };
            throw new RequestRefusedException(kind, field, refused.Message);
        }
    }
}
