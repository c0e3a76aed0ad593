using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Models;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>Cuts the texts of one request into sentences, or lines for a model without languages, and tokenises them for the model that will answer.</summary>
internal sealed class TextPreparer(LoadedModel model, string? target, DecodingOptions decoding, CancellationToken cancel)
{
    private readonly DecodingOptions _withoutPrefix = decoding with { Prefix = [] };

    /// <param name="place">Which of several texts it is; null for the only one.</param>
    public PreparedText Prepare(string text, int? place)
    {
        cancel.ThrowIfCancellationRequested();
        var parts = new List<TextPart>();
        var options = decoding;   // the prefix is the first sentence's

        foreach (var segment in Split(text))
        {
            parts.Add(new(segment.Text, segment.IsTranslatable ? Job(segment.Text, options, place) : null));
            options = segment.IsTranslatable ? _withoutPrefix : options;
        }

        return new(parts);
    }

    private IReadOnlyList<TextSegment> Split(string text) => model.Directions.Count > 0
        ? TextSegments.Split(text, CountTokens, model.MaxSourceTokens)
        : TextLines.Split(text, CountTokens, model.MaxSourceTokens);

    private int CountTokens(string sentence) => Encode(sentence).Length;

    private int[] Encode(string sentence) => model.Tokenizer.EncodeSource(sentence, target);

    private Job Job(string sentence, DecodingOptions options, int? place)
    {
        var source = Encode(sentence);
        if (source.Length > model.MaxSourceTokens)
        {
            throw new TranslationException(
                TranslationFailure.TextTooLong,
                $"A single character of the text has {source.Length} tokens; the model accepts {model.MaxSourceTokens}.", text: place);
        }

        model.Rules.LongestOutput(source.Length, options);   // refuses a prefix that is too long before anything is queued
        return new(source, options, cancel);
    }
}
