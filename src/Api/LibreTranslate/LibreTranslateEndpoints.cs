using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Catalog;
using Seq2SeqService.Api.Documentation;
using Seq2SeqService.Api.Health;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Core.Documents;
using Seq2SeqService.Inference;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.LibreTranslate;

/// <summary>What LibreTranslate answers beside the routes that are this service's own too: <c>/translate</c>, <c>/detect</c>, <c>/languages</c>.</summary>
internal static class LibreTranslateEndpoints
{
    private const int Debounce = 500;   // milliseconds

    public static void MapLibreTranslate(this IEndpointRouteBuilder app)
    {
        app.MapRead("/frontend/settings", Settings)
            .WithoutKey()   // it tells clients that they need a key
            .WithName("FrontendSettings")
            .WithTags("LibreTranslate")
            .WithSummary("Tell a client of LibreTranslate what this service can do.")
            .WithDescription("Limits, and the languages that a page should show first.")
            .WithProblems(ProblemKind.NoModel);

        app.MapRead("/health", () => TypedResults.Ok(new HealthAnswer { Status = ServiceState.Ok }))
            .DisableHttpMetrics()
            .WithoutKey()
            .WithName("Health")
            .WithTags("LibreTranslate")
            .WithSummary("Does the process live?")
            .WithDescription("LibreTranslate's health check. An orchestrator should ask `/health/live` and `/health/ready`.");

        app.MapPost("/suggest", IResult () => throw NoSuggestions()).WithScope(Scopes.None, inBody: true).ExcludeFromDescription();
    }

    /// <summary>In the words of a LibreTranslate whose suggestions are off.</summary>
    private static RequestRefusedException NoSuggestions() =>
        new(ProblemKind.Disabled, "s", "better translations are not kept here") { Error = "Suggestions are disabled on this server." };

    private static Ok<FrontendSettings> Settings(IModelCatalog catalog, Credentials credentials, IOptions<InferenceOptions> inference)
    {
        var served = ServedLanguages.Of(catalog, model: null);
        var target = served.Sources.SelectMany(served.TargetsOf).FirstOrDefault() ?? RequestParts.Auto;
        return TypedResults.Ok(new FrontendSettings
        {
            CharLimit = inference.Value.MaxTextCharacters,
            FrontendTimeout = Debounce,
            ApiKeys = !credentials.IsOpen,
            KeyRequired = !credentials.IsOpen,
            Suggestions = false,
            FilesTranslation = true,
            SupportedFilesFormat = DocumentFormats.Endings,
            Language = new()
            {
                Source = new() { Code = RequestParts.Auto, Name = "Auto Detect" },
                Target = new() { Code = target, Name = LanguageNames.Of(target) },
            },
        });
    }
}
