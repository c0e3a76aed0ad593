using Microsoft.AspNetCore.Http.HttpResults;
using Seq2SeqService.Api.Documents;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.DeepL;

/// <summary>The routes of DeepL's API v2. Swagger leaves them out: DeepL documents them, and its clients are there.</summary>
internal static class DeepLEndpoints
{
    public const string Prefix = "/v2";

    /// <summary>What DeepL says where there is no limit.</summary>
    private const long Unlimited = 1_000_000_000_000;

    public static void MapDeepL(this WebApplication app)
    {
        var routes = app.MapGroup(Prefix).ExcludeFromDescription();
        routes.MapPost("/translate", DeepLTranslateEndpoint.TranslateAsync);
        routes.MapRead("/languages", Languages);
        routes.MapPost("/document", DeepLDocumentEndpoints.UploadAsync).WithDocument(app.Services);
        routes.MapPost("/document/{id}", DeepLDocumentEndpoints.StatusAsync);
        routes.MapPost("/document/{id}/result", DeepLDocumentEndpoints.ResultAsync);
        routes.MapRead("/usage", (CharacterCount count) => TypedResults.Ok(new DeepLUsage { CharacterCount = count.Value, CharacterLimit = Unlimited }));
    }

    private static Ok<IReadOnlyList<DeepLLanguage>> Languages(string? type, IModelCatalog catalog)
    {
        var languages = new DeepLLanguages(ServedLanguages.Of(catalog, model: null));
        return TypedResults.Ok(type switch
        {
            null or "source" => languages.Sources,
            "target" => languages.Targets,
            _ => throw new RequestRefusedException(ProblemKind.InvalidRequest, "type", "must be source or target") { Error = "Value for 'type' not supported." },
        });
    }
}
