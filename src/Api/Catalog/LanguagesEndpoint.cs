using Microsoft.AspNetCore.Http.HttpResults;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Documentation;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Catalog;

internal static class LanguagesEndpoint
{
    public static void MapLanguages(this IEndpointRouteBuilder app) =>
        app.MapRead("/languages", List)
            .WithoutKey()   // LibreTranslate's clients ask for it before they show a key
            .WithName("Languages")
            .WithTags("Catalogue")
            .WithSummary("List the languages that can be translated, and to what.")
            .WithDescription("In LibreTranslate's shape. A language is listed as long as a model that reads it is being served; "
                + "models without languages stand in `GET /models` only.")
            .WithProblems(ProblemKind.NoModel);

    private static Ok<IReadOnlyList<ServedLanguage>> List(IModelCatalog catalog)
    {
        var served = ServedLanguages.Of(catalog, model: null);
        return TypedResults.Ok<IReadOnlyList<ServedLanguage>>([.. served.Sources.Select(code => new ServedLanguage
        {
            Code = code,
            Name = LanguageNames.Of(code),
            Targets = [.. served.TargetsOf(code).Append(code).Distinct().Order(StringComparer.Ordinal)],
        })]);
    }
}
