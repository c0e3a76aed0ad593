using Microsoft.Extensions.Options;
using Seq2SeqService.Core.Markup;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Models;
using Seq2SeqService.Inference.Scheduling;
using Seq2SeqService.Inference.Texts;

namespace Seq2SeqService.Inference;

/// <summary>The way of one request: check, lease a model, cut and tokenise, queue, wait, detokenise, join.</summary>
internal sealed class Translator(ModelStore models, IOptions<InferenceOptions> options, TimeProvider time) : ITranslator
{
    public async Task<TranslationResult> TranslateAsync(TranslationRequest request, CancellationToken cancel)
    {
        CheckLengths(request.Texts, request.Markup is null ? options.Value.MaxTextCharacters : options.Value.MaxMarkupCharacters);
        using var timeout = new CancellationTokenSource(options.Value.RequestTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        try
        {
            return await TranslateWithinAsync(request, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested && timeout.IsCancellationRequested)
        {
            throw new TranslationException(
                TranslationFailure.TimedOut, $"The translation took longer than {options.Value.RequestTimeout.TotalSeconds:0} s. Send less at once, or try again later.");
        }
    }

    private async Task<TranslationResult> TranslateWithinAsync(TranslationRequest request, CancellationToken cancel)
    {
        var pair = PairOf(request);
        using var lease = models.Lease(request.Model, pair);
        var model = lease.Model;

        var rules = new TextRules(options.Value.Guards, request.Glossary);
        var preparer = new TextPreparer(new(model, model.DirectionOf(pair), rules, cancel), DecodingOf(request, model), cancel);
        var texts = request.Texts.Select((text, i) => Prepare(text, request.Markup, preparer, PlaceOf(i, request.Texts))).ToList();
        var jobs = texts.SelectMany(text => text.Jobs).ToList();
        AttentionLimit.Check(jobs, model.Rules);

        model.Queue.Enqueue(jobs);
        var decoded = await Task.WhenAll(jobs.Select(job => job.Result)).WaitAsync(cancel).ConfigureAwait(false);
        decoded = [.. decoded, .. await DecodeAgainAsync(texts, model, cancel).ConfigureAwait(false)];

        return new()
        {
            Texts = [.. texts.Select(text => text.Join(model.Tokenizer, request.Alternatives, request.WithConfidence))],
            Model = model.Id,
            QueueTime = decoded.Select(sentence => time.GetElapsedTime(sentence.EnqueuedAt, sentence.StartedAt)).DefaultIfEmpty().Max(),
            DecodeTime = DecodeTime(decoded),
        };
    }

    /// <summary>
    /// Sentences whose translations the guards find fault with go through the model once more. Where it has no room for them the first
    /// translations stand.
    /// </summary>
    private static async Task<DecodedSentence[]> DecodeAgainAsync(IReadOnlyList<PreparedInput> texts, LoadedModel model, CancellationToken cancel)
    {
        if (model.Directions.Count == 0)
            return [];

        var jobs = texts.SelectMany(text => text.Sentences).SelectMany(sentence => sentence.Reconsider()).ToList();
        try
        {
            model.Queue.Enqueue(jobs);
            return await Task.WhenAll(jobs.Select(job => job.Result)).WaitAsync(cancel).ConfigureAwait(false);
        }
        catch (TranslationException refused) when (refused.Failure is TranslationFailure.QueueFull or TranslationFailure.TextTooLong or TranslationFailure.Stopping)
        {
            return [];
        }
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
