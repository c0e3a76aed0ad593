using Seq2SeqService.Api.Admission;
using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Api.Logging;
using Seq2SeqService.Api.Streaming;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Translation;

/// <summary>
/// The way of a request of any dialect: languages are found where the source is <c>auto</c>, texts of each language go to the translator
/// together, and what is in the language wanted already comes back as it is.
/// </summary>
internal sealed class RequestTranslator(
    RequestCheck check, RequestDoor door, RequestParts parts, StoredTerms glossaries, ITranslator translator, TextSamples samples)
{
    /// <summary>Translates all texts or refuses the request.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="sender">Who sent it.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    /// <param name="besides">What a dialect says that our own request cannot.</param>
    /// <param name="progress">Is told what is certain of each text that is being translated.</param>
    public async Task<AnsweredRequest> TranslateAsync(
        TranslateRequest request, Sender sender, CancellationToken cancel, DialectOptions? besides = null, IProgress<PartialText>? progress = null)
    {
        check.CheckFields(request);
        var admitted = door.Admit(request, sender);
        var way = new Way(besides ?? new() { Terms = await glossaries.OfAsync(request, cancel) }, admitted, progress);
        var key = progress is null ? RequestKey.Of(request, sender, way.Dialect) : null;   // who reads along is told from the beginning
        return await door.OnceAsync(key, cancel => TranslateAsync(request, way, cancel), cancel);
    }

    private async Task<AnsweredRequest> TranslateAsync(TranslateRequest request, Way way, CancellationToken cancel)
    {
        var texts = request.Q!.Texts;
        var detected = parts.Detect(request, hasTags: way.Dialect.Markup is not null);
        var translated = await TranslateAsync(parts.Of(request, detected), request, way, cancel);

        var answers = new TranslatedText[texts.Count];
        foreach (var (part, result) in translated)
        {
            foreach (var (place, text) in part.Places.Zip(result?.Texts ?? [.. part.Places.Select(place => Unchanged(texts[place]))]))
                answers[place] = text;
        }

        samples.Offer(texts, answers.Select(answer => answer.Text));
        var results = translated.Select(answered => answered.Result).OfType<TranslationResult>().ToList();
        return new()
        {
            Texts = answers,
            Detected = detected,
            Model = results.Select(result => result.Model).FirstOrDefault(),
            QueueTime = results.Select(result => result.QueueTime).DefaultIfEmpty().Max(),
            DecodeTime = results.Select(result => result.DecodeTime).DefaultIfEmpty().Max(),
        };
    }

    /// <summary>All parts; where one of them is refused nobody wants the others any more.</summary>
    private async Task<(RequestPart Part, TranslationResult? Result)[]> TranslateAsync(IEnumerable<RequestPart> parts, TranslateRequest request, Way way, CancellationToken cancel)
    {
        using var refused = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        return await Task.WhenAll(parts.Select(TranslateOneAsync));

        async Task<(RequestPart Part, TranslationResult? Result)> TranslateOneAsync(RequestPart part)
        {
            try
            {
                return await TranslatePartAsync(request, part, way, refused.Token);
            }
            catch
            {
                await refused.CancelAsync();
                throw;
            }
        }
    }

    private async Task<(RequestPart Part, TranslationResult? Result)> TranslatePartAsync(TranslateRequest request, RequestPart part, Way way, CancellationToken cancel)
    {
        if (part.IsTranslated)
            return (part, null);

        var texts = request.Q!.Texts;
        var accepted = check.Accept(request with { Source = part.Source, Q = new([.. part.Places.Select(place => texts[place])], request.Q.IsArray) });
        if (way.Progress is { } progress)
            accepted = accepted with { Progress = new PartProgress(progress, part.Places) };

        try
        {
            return (part, await translator.TranslateAsync(way.AddTo(accepted), cancel));
        }
        catch (TranslationException refused) when (part.Places.Count < texts.Count && (refused.Text is not null || part.Places.Count == 1))
        {
            throw new TranslationException(refused.Failure, refused.Message, refused.Option, part.Places[refused.Text ?? 0]) { RetryAfter = refused.RetryAfter };
        }
    }

    private static TranslatedText Unchanged(string text) => new(text, [], Score: 0, Tokens: 0);

    /// <summary>What all parts of a request have in common beside its fields.</summary>
    private sealed record Way(DialectOptions Dialect, Admitted Admitted, IProgress<PartialText>? Progress)
    {
        public TranslationRequest AddTo(TranslationRequest request) => Admitted.AddTo(Dialect.AddTo(request));
    }
}
