using Microsoft.AspNetCore.Http.HttpResults;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Admission;
using Seq2SeqService.Api.Documentation;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Streaming;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Translation;

internal static class TranslateEndpoint
{
    public static void MapTranslate(this IEndpointRouteBuilder app) =>
        app.MapPost("/translate", TranslateAsync)
            .WithScope(Scopes.Translate, inBody: true)
            .WithName("Translate")
            .WithTags("Translation")
            .WithSummary("Translate a text, or several at once.")
            .WithDescription(
                "All texts of one request are answered in their order, by one version of one model, or the request is refused as a whole. With the source `auto` that "
                + "holds for the texts of each language; what is in the language wanted already comes back as it is. "
                + "Nothing is ever cut: a text over the limits is refused with 413. The sentences of all callers share the model's batches. "
                + "With `Accept: text/event-stream` the translation is told as it grows: an event `partial` with what is certain of a text whenever that is more, "
                + "then `done` with the answer, or `error` with a problem.")
            .WithProblems(
                ProblemKind.InvalidRequest, ProblemKind.UnreadableRequest, ProblemKind.UnsupportedLanguage, ProblemKind.UnknownModel, ProblemKind.TooLarge,
                ProblemKind.UnsupportedMediaType, ProblemKind.QuotaUsedUp, ProblemKind.AtCapacity, ProblemKind.TimedOut, ProblemKind.NoModel, ProblemKind.Stopping, ProblemKind.DeadlinePassed);

    private static async Task<Results<Ok<TranslateResponse>, TranslationEvents, RefusedAnswer>> TranslateAsync(
        TranslateRequest request, HttpRequest http, RequestTranslator translator, TimeProvider clock, CancellationToken cancel)
    {
        var (started, sender) = (clock.GetTimestamp(), Sender.Of(http.HttpContext));
        if (EventStream.IsWanted(http))
            return new TranslationEvents(FollowAsync);

        var outcome = await translator.TranslateAsync(request, sender, cancel);
        return outcome.Refusal is { } refusal ? new RefusedAnswer(refusal) : TypedResults.Ok(Answer(request, outcome.OrThrow(), clock.GetElapsedTime(started)));

        async Task<TranslateResponse> FollowAsync(IProgress<PartialText> progress, CancellationToken cancel)
        {
            var outcome = await translator.TranslateAsync(request, sender, cancel, progress: progress);
            return Answer(request, outcome.OrThrow(), clock.GetElapsedTime(started));
        }
    }

    /// <summary>The answer to a request.</summary>
    public static TranslateResponse Answer(TranslateRequest request, AnsweredRequest result, TimeSpan total)
    {
        var isArray = request.Q!.IsArray;
        return new()
        {
            TranslatedText = new([.. result.Texts.Select(text => text.Text)], isArray),
            DetectedLanguage = result.Detected is { } detected ? new(detected, isArray) : null,
            Alternatives = request.Alternatives > 0 ? new([.. result.Texts.Select(text => text.Alternatives)], isArray) : null,
            Results = Results(request.Options, result.Texts),
            Model = result.Model is { } model ? new() { Name = model.Name, Version = model.Version } : null,
            Timings = new()
            {
                Queue = Milliseconds(result.QueueTime),
                Decode = Milliseconds(result.DecodeTime),
                Total = Milliseconds(total),
            },
        };
    }

    private static IReadOnlyList<TextResult>? Results(TranslateOptions? options, IReadOnlyList<TranslatedText> texts)
    {
        var scores = options?.Scores == true;
        var sentences = options is { Attention: true } or { Alignment: true } or { Confidence: true }
            || texts.Any(text => text.Sentences.Any(sentence => sentence.Warnings.Count > 0));
        if (!scores && !sentences)
            return null;

        return [.. texts.Select(text => new TextResult
        {
            Text = text.Text,
            Score = scores ? Math.Round(text.Score, 4) : null,
            Tokens = scores ? text.Tokens : null,
            Sentences = sentences ? [.. text.Sentences.Select(SentenceResult.Of)] : null,
        })];
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);
}
