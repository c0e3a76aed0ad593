using Microsoft.AspNetCore.Http.HttpResults;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Documentation;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Detection;

internal static class DetectEndpoint
{
    private const int MostAnswered = 3;

    public static void MapDetect(this IEndpointRouteBuilder app) =>
        app.MapPost("/detect", Detect)
            .WithScope(Scopes.Translate, inBody: true)
            .WithName("Detect")
            .WithTags("Translation")
            .WithSummary("Tell the language of a text.")
            .WithDescription("In LibreTranslate's shape: at most three of the languages that are served, best first. Confidences count among all languages that "
                + "can be told apart, so that a text in none of those served gets low ones. Empty where the text has no letters of theirs.")
            .WithProblems(ProblemKind.InvalidRequest, ProblemKind.UnreadableRequest, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType, ProblemKind.NoModel);

    private static Ok<IReadOnlyList<TextLanguage>> Detect(DetectRequest request, SourceDetector detector, IModelCatalog catalog)
    {
        if (string.IsNullOrEmpty(request.Q))
            throw new RequestRefusedException(ProblemKind.InvalidRequest, "q", "is required: a text")
            {
                Error = RequestCheck.MissingText,
            };

        var served = ServedLanguages.Of(catalog, model: null).Codes;
        return TypedResults.Ok<IReadOnlyList<TextLanguage>>([.. detector.Rank(request.Q, served).Take(MostAnswered)]);
    }
}
