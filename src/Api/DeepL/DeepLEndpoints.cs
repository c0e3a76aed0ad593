using Microsoft.AspNetCore.Http.HttpResults;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Documents;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.DeepL;

/// <summary>The routes of DeepL's API v2, and of v3 those of glossaries. Swagger leaves them out: DeepL documents them, and its clients are there.</summary>
internal static class DeepLEndpoints
{
    public const string Prefix = "/v2";

    /// <summary>Where DeepL has glossaries of several directions.</summary>
    public const string NewerPrefix = "/v3";

    /// <summary>What DeepL says where there is no limit.</summary>
    private const long Unlimited = 1_000_000_000_000;

    /// <summary>Whether DeepL's clients ask there, who read its shape of refusals.</summary>
    public static bool IsOf(PathString path) => path.StartsWithSegments(Prefix) || path.StartsWithSegments(NewerPrefix);

    public static void MapDeepL(this WebApplication app)
    {
        var routes = app.MapGroup(Prefix).ExcludeFromDescription().WithScope(Scopes.Translate, inBody: true);
        var documents = app.MapGroup($"{Prefix}/document").ExcludeFromDescription().WithScope(Scopes.Documents, inBody: true);
        routes.MapPost("/translate", DeepLTranslateEndpoint.TranslateAsync);
        routes.MapRead("/languages", Languages).WithScope(Scopes.None);
        documents.MapPost("", DeepLDocumentEndpoints.UploadAsync).WithDocument(app.Services);
        documents.MapPost("/{id}", DeepLDocumentEndpoints.StatusAsync);
        documents.MapPost("/{id}/result", DeepLDocumentEndpoints.ResultAsync);
        DeepLGlossaryEndpoints.MapGlossaries(routes);
        DeepLMultilingualEndpoints.MapGlossaries(app.MapGroup(NewerPrefix).ExcludeFromDescription().WithScope(Scopes.Translate, inBody: true));
        routes.MapRead("/usage", (CharacterCount count) => TypedResults.Ok(new DeepLUsage { CharacterCount = count.Value, CharacterLimit = Unlimited })).WithScope(Scopes.None);
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
