using Microsoft.Extensions.Options;
using Seq2SeqService.Core.Markup;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Canaries;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Models;
using Seq2SeqService.Inference.Scheduling;
using Seq2SeqService.Inference.Texts;
using Seq2SeqService.Inference.Tracing;

namespace Seq2SeqService.Inference;

/// <summary>The way of one request: check, lease a model, cut and tokenise, queue, wait, detokenise, join.</summary>
internal sealed class Translator(ModelStore models, IOptions<InferenceOptions> options, TimeProvider time) : ITranslator
{
    public async Task<Outcome<TranslationResult>> TryTranslateAsync(TranslationRequest request, CancellationToken cancel)
    {
        CheckLengths(request.Texts, request.Markup is null ? options.Value.MaxTextCharacters : options.Value.MaxMarkupCharacters);
        var longest = LongestTime(request);
        if (longest <= request.Waited)
            return TookTooLong(longest);

        using var timeout = new CancellationTokenSource(longest - request.Waited, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        try
        {
            return await TranslateWithinAsync(request, TicketOf(request, longest), limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested && timeout.IsCancellationRequested)
        {
            return TookTooLong(longest);
        }
        finally
        {
            limit.Cancel();   // what is still decoded nobody waits for
        }
    }

    /// <summary>Texts that may be remembered need no place. Of texts with tags the characters say little.</summary>
    public TranslationException? Foresee(TranslationRequest request)
    {
        CheckLengths(request.Texts, request.Markup is null ? options.Value.MaxTextCharacters : options.Value.MaxMarkupCharacters);
        if (request.Markup is not null)
            return null;

        using var lease = models.Lease(request.Model, PairOf(request), TextDraw.Of(request.Texts));
        var model = lease.Model;
        var texts = request.Texts.Where(text => model.Cache?.Texts.MayHold(text) != true);
        var least = model.Sizes.AtLeast(texts, DecodingOf(request, model).BeamSize);
        return least.All.IsNothing ? null : model.Queue.Foresee(least, TicketOf(request, LongestTime(request)));
    }

    private TimeSpan LongestTime(TranslationRequest request)
    {
        var longest = options.Value.RequestTimeout;
        return request.Deadline is not { } deadline || deadline >= longest ? longest
            : deadline > TimeSpan.Zero ? deadline
            : throw TookTooLong(deadline);
    }

    private Ticket TicketOf(TranslationRequest request, TimeSpan longest) =>
        new(request.Caller, request.Priority, time.GetTimestamp() + (long)((longest - request.Waited).TotalSeconds * time.TimestampFrequency)) { IsHurried = longest < options.Value.RequestTimeout };

    /// <summary>The service's own limit is a failure of ours; a deadline is the caller's, and who set it must not be told to blame the load.</summary>
    private TranslationException TookTooLong(TimeSpan longest) => longest == options.Value.RequestTimeout
        ? new(TranslationFailure.TimedOut, $"The translation took longer than {longest.TotalSeconds:0} s. Send less at once, or try again later.")
        : new(TranslationFailure.DeadlinePassed, $"The deadline of {Math.Max(0, longest.TotalMilliseconds):0} ms passed before the translation was done. Give it more time, or send less at once.");

    private async Task<Outcome<TranslationResult>> TranslateWithinAsync(TranslationRequest request, Ticket ticket, CancellationToken cancel)
    {
        var pair = PairOf(request);
        using var lease = models.Lease(request.Model, pair, TextDraw.Of(request.Texts));
        try
        {
            return await TranslateByAsync(lease.Model, request, pair, ticket, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (IsFailure(error))
        {
            lease.Model.Outcomes.Failed();
            using var proven = models.Lease(request.Model, pair);
            if (proven.Model == lease.Model || request.Progress is not null)   // what was told of a text cannot be taken back
                throw;

            return await TranslateByAsync(proven.Model, request, pair, ticket, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The service's fault, or the model's; what was refused and who went away are not.</summary>
    private static bool IsFailure(Exception error) => error is not (TranslationException or OperationCanceledException);

    private async Task<Outcome<TranslationResult>> TranslateByAsync(LoadedModel model, TranslationRequest request, LanguagePair? pair, Ticket ticket, CancellationToken cancel)
    {
        using var span = TranslationSpan.Start(model.Id, request.Texts.Count);
        var rules = new TextRules(options.Value.Guards && request.Guards, request.Glossary, request.Splitting);
        var preparer = new TextPreparer(new(model, model.DirectionOf(pair), rules, cancel), DecodingOf(request, model), cancel);
        var texts = request.Texts.Select((text, i) => Prepare(text, request.Markup, preparer, PlaceOf(i, request.Texts))).ToList();
        AttentionLimit.Check([.. texts.SelectMany(text => text.Jobs)], model.Rules);
        Learn(request, texts, model.Sizes);

        var decoding = new TextDecoding(model, ticket, time, cancel);
        var sentences = texts.SelectMany(text => text.Sentences).ToList();
        var followed = request.Progress is { } progress ? new FollowedDecoding(decoding, texts, model.Tokenizer, progress) : null;
        followed?.Follow(sentences);
        if (decoding.Offer(sentences) is { } refused)
            return refused;

        var decoded = await (followed?.FinishAsync(sentences, cancel) ?? decoding.FinishAsync(sentences)).ConfigureAwait(false);
        var translated = texts.Select(text => text.Join(model.Tokenizer, request.Alternatives, request.WithConfidence)).ToList();
        model.Outcomes.Answered(withWarning: sentences.Exists(sentence => sentence.Settled.Warnings.Count > 0));
        foreach (var text in request.Texts)
            model.Cache?.Texts.Add(text);

        return new TranslationResult
        {
            Texts = translated,
            Model = model.Id,
            QueueTime = decoded.Select(sentence => time.GetElapsedTime(sentence.EnqueuedAt, sentence.StartedAt)).DefaultIfEmpty().Max(),
            DecodeTime = DecodeTime(decoded),
        };
    }

    /// <summary>What the texts have turned out to be, so that others can be judged before.</summary>
    private static void Learn(TranslationRequest request, IReadOnlyList<PreparedInput> texts, TextSizes sizes)
    {
        for (var i = 0; i < texts.Count && request.Markup is null; i++)
            sizes.Saw(request.Texts[i], texts[i].Jobs);
    }

    private static void CheckLengths(IReadOnlyList<string> texts, int limit)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i].Length > limit)
            {
                throw new TranslationException(
                    TranslationFailure.TextTooLong, $"The text has {texts[i].Length} characters; at most {limit} are accepted. Send it in parts.",
                    text: PlaceOf(i, texts));
            }
        }
    }

    private static PreparedInput Prepare(string text, MarkupOptions? markup, TextPreparer preparer, int? place) =>
        markup is null ? preparer.Prepare(text, place) : PreparedMarkup.Of(text, markup, preparer, place);

    private static int? PlaceOf(int i, IReadOnlyList<string> texts) => texts.Count > 1 ? i : null;

    private static LanguagePair? PairOf(TranslationRequest request) =>
        request is { Source: { } source, Target: { } target } ? new(source, target) : null;

    private static DecodingOptions DecodingOf(TranslationRequest request, LoadedModel model)
    {
        var wanted = request.Decoding?.Invoke(model.Decoding) ?? model.Decoding;
        var outputs = request.Alternatives + 1;
        if (outputs is < 1 or > DecodingLimits.MaxBeamSize)
            throw new TranslationException(TranslationFailure.InvalidOption, $"Alternatives must be 0 to {DecodingLimits.MaxBeamSize - 1}.");

        var decoding = wanted with
        {
            NBest = outputs,
            BeamSize = Math.Max(wanted.BeamSize, outputs),
            WithAlignment = wanted.WithAlignment || (request.Markup is not null && model.Rules.HasAttention),   // without it tags stand where they did
            Prefix = string.IsNullOrEmpty(request.Prefix) ? wanted.Prefix : PrefixTokens(request.Prefix, model),
        };

        DecodingLimits.Check(decoding, model.Rules);
        return decoding;
    }

    private static int[] PrefixTokens(string prefix, LoadedModel model)
    {
        var tokens = model.Tokenizer.EncodePrefix(prefix);
        return tokens.Contains(model.Tokenizer.UnknownId)
            ? throw new TranslationException(TranslationFailure.InvalidOption, "The prefix has symbols that the model's vocabulary does not have.", "prefix")
            : tokens;
    }

    private TimeSpan DecodeTime(DecodedSentence[] decoded) => decoded.Length == 0
        ? TimeSpan.Zero
        : time.GetElapsedTime(decoded.Min(sentence => sentence.StartedAt), decoded.Max(sentence => sentence.EndedAt));
}
