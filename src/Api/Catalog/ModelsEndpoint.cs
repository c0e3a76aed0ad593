using Microsoft.AspNetCore.Http.HttpResults;
using Seq2SeqService.Api.Documentation;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Catalog;

internal static class ModelsEndpoint
{
    public static void MapModels(this IEndpointRouteBuilder app) =>
        app.MapRead("/models", List)
            .WithName("Models")
            .WithTags("Catalogue")
            .WithSummary("List the models of the store and what became of their versions.")
            .WithDescription("A new version shows here as soon as it serves. A refused one shows with the reason, and the version before it goes on.")
            .WithProblems();

    private static Ok<IReadOnlyList<ModelDescription>> List(IModelCatalog catalog) =>
        TypedResults.Ok<IReadOnlyList<ModelDescription>>([.. catalog.Models.Select(ModelDescription.Of)]);
}
