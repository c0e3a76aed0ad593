using Seq2SeqService.Api.Admission;
using Seq2SeqService.Api.Detection;
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
    /// <summary>Translates all texts, or says that there is no time or room for them; what is wrong with a request is thrown.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="sender">Who sent it.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    /// <param name="besides">What a dialect says that our own request cannot.</param>
    /// <param name="progress">Is told what is certain of each text that is being translated.</param>
    public async Task<Outcome<AnsweredRequest>> TranslateAsync(
        TranslateRequest request, Sender sender, CancellationToken cancel, DialectOptions? besides = null, IProgress<PartialText>? progress = null)
    {
        check.CheckFields(request);
        var admitted = door.Admit(request, sender);
        var way = new Way(besides ?? new() { Terms = await glossaries.OfAsync(request, cancel) }, admitted, parts.Served(request), progress);
        var key = progress is null ? RequestKey.Of(request, sender, way.Dialect) : null;   // who reads along is told from the beginning
        return door.Settle(admitted, !door.IsUnderWay(key) && Foresee(request, way) is { } refusal
            ? refusal
            : await door.OnceAsync(key, (waited, cancel) => TranslateAsync(request, way with { Waited = waited }, cancel), cancel));
    }

    /// <summary>A refusal that needs no look at the texts; where their languages are still to be found that takes more than this saves.</summary>
    private TranslationException? Foresee(TranslateRequest request, Way way) =>
        !RequestParts.IsOpen(request) && RequestParts.Of(request, way.Served, detected: null).Single() is { IsTranslated: false }
            ? translator.Foresee(way.AddTo(RequestCheck.Accept(request, way.Served)))
            : null;

    private async Task<Outcome<AnsweredRequest>> TranslateAsync(TranslateRequest request, Way way, CancellationToken cancel)
    {
        var detected = parts.Detect(request, way.Served, hasTags: way.Dialect.Markup is not null);
        var all = RequestParts.Of(request, way.Served, detected).ToList();
        if (all is not [var only])
            return await TranslateTogetherAsync(all, request, detected, way, cancel);

        var outcome = await TranslatePartAsync(request, only, way, cancel);
        return outcome?.Refusal is { } refusal ? refusal : Answer(request, detected, [(only, outcome?.Answer)]);
    }

    private AnsweredRequest Answer(TranslateRequest request, TextLanguage[]? detected, IReadOnlyList<(RequestPart Part, TranslationResult? Result)> translated)
    {
        var texts = request.Q!.Texts;
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
    private async Task<Outcome<AnsweredRequest>> TranslateTogetherAsync(IEnumerable<RequestPart> all, TranslateRequest request, TextLanguage[]? detected, Way way, CancellationToken cancel)
    {
        using var unwanted = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            return Answer(request, detected, await Task.WhenAll(all.Select(TranslateOneAsync)));
        }
        catch (TranslationException refused) when (refused.Failure is TranslationFailure.QueueFull or TranslationFailure.TimedOut or TranslationFailure.DeadlinePassed)
        {
            return refused;
        }

        async Task<(RequestPart Part, TranslationResult? Result)> TranslateOneAsync(RequestPart part)
        {
            try
            {
                return (part, (await TranslatePartAsync(request, part, way, unwanted.Token))?.OrThrow());
            }
            catch
            {
                await unwanted.CancelAsync();
                throw;
            }
        }
    }

    /// <summary>Null for what is in the language wanted already.</summary>
    private async Task<Outcome<TranslationResult>?> TranslatePartAsync(TranslateRequest request, RequestPart part, Way way, CancellationToken cancel)
    {
        if (part.IsTranslated)
            return null;

        var texts = request.Q!.Texts;
        var accepted = RequestCheck.Accept(request with { Source = part.Source, Q = new([.. part.Places.Select(place => texts[place])], request.Q.IsArray) }, way.Served);
        if (way.Progress is { } progress)
            accepted = accepted with { Progress = new PartProgress(progress, part.Places) };

        try
        {
            return await translator.TryTranslateAsync(way.AddTo(accepted), cancel);
        }
        catch (TranslationException refused) when (part.Places.Count < texts.Count && (refused.Text is not null || part.Places.Count == 1))
        {
            throw new TranslationException(refused.Failure, refused.Message, refused.Option, part.Places[refused.Text ?? 0]) { RetryAfter = refused.RetryAfter };
        }
    }

    private static TranslatedText Unchanged(string text) => new(text, [], Score: 0, Tokens: 0);

    /// <summary>What all parts of a request have in common beside its fields.</summary>
    private sealed record Way(DialectOptions Dialect, Admitted Admitted, ServedLanguages Served, IProgress<PartialText>? Progress)
    {
        /// <summary>Time that is used up: the same request of another was waited for.</summary>
        public TimeSpan Waited { get; init; }

        public TranslationRequest AddTo(TranslationRequest request) => Admitted.AddTo(Dialect.AddTo(request)) with { Waited = Waited };
    }
}
