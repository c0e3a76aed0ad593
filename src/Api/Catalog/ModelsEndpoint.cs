using Microsoft.AspNetCore.Http.HttpResults;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Documentation;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Catalog;

internal static class ModelsEndpoint
{
    public static void MapModels(this IEndpointRouteBuilder app)
    {
        app.MapRead("/models", List)
            .WithScope(Scopes.None)
            .WithName("Models")
            .WithTags("Catalogue")
            .WithSummary("List the models of the store and what became of their versions.")
            .WithDescription("A new version shows here as soon as it serves. A refused one shows with the reason, and the version before it goes on.")
            .WithProblems();

        app.MapRead("/models/{name}", Find)
            .WithScope(Scopes.None)
            .WithName("Model")
            .WithTags("Catalogue")
            .WithSummary("Show one model with its history.")
            .WithDescription("What the gate measured before the version came into service, a version on trial, and what happened since the service started.")
            .WithProblems(ProblemKind.UnknownModel);
    }

    private static Ok<ModelDescription> Find(string name, IModelCatalog catalog) =>
        catalog.Models.FirstOrDefault(model => model.Name == name) is { } found
            ? TypedResults.Ok(ModelDescription.WithHistoryOf(found))
            : throw new RequestRefusedException(ProblemKind.UnknownModel, "name", "is none of the models that GET /models lists");

    private static Ok<IReadOnlyList<ModelDescription>> List(IModelCatalog catalog) =>
        TypedResults.Ok<IReadOnlyList<ModelDescription>>([.. catalog.Models.Select(ModelDescription.Of)]);
}
