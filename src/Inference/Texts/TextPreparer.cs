using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Texts;

/// <summary>Cuts the texts of one request into sentences, or lines for a model without languages, and tokenises them for the model that will answer.</summary>
internal sealed class TextPreparer(SentencePreparer sentences, DecodingOptions decoding, CancellationToken cancel)
{
    private readonly DecodingOptions _withoutPrefix = decoding with { Prefix = [] };

    private bool HasLanguages => sentences.Model.Directions.Count > 0;

    /// <param name="text">What a caller sent.</param>
    /// <param name="place">Which of several texts it is; null for the only one.</param>
    /// <param name="isBegun">Whether something of the same text was prepared before: the prefix is that of the first sentence that is decoded.</param>
    public PreparedText Prepare(string text, int? place, bool isBegun = false)
    {
        cancel.ThrowIfCancellationRequested();
        var parts = new List<TextPart>();
        var options = isBegun ? _withoutPrefix : decoding;

        foreach (var segment in Split(text))
        {
            var sentence = segment.IsTranslatable ? Sentence(segment.Text, options, place) : null;
            parts.Add(new(segment.Text, sentence));
            if (sentence?.Jobs.Any() == true)
                options = _withoutPrefix;
        }

        return new(parts);
    }

    private IReadOnlyList<TextSegment> Split(string text)
    {
        Func<string, int> count = sentences.CountTokens;
        var (most, splitting) = (sentences.Model.MaxSourceTokens, sentences.Rules.Splitting);
        return !HasLanguages ? TextLines.Split(text, count, most)
            : splitting == SentenceSplitting.Lines ? TextSegments.Split(text, count, most)
            : UnbrokenText.Split(text, bySentence: splitting == SentenceSplitting.Sentences, count, most);
    }

    private Sentence Sentence(string text, DecodingOptions options, int? place)
    {
        var sentence = new Sentence(text, options, sentences);
        var longest = sentence.Jobs.Select(job => job.Source.Length).DefaultIfEmpty().Max();

        return longest <= sentences.Model.MaxSourceTokens
            ? sentence
            : throw new TranslationException(
                TranslationFailure.TextTooLong,
                $"A single character of the text has {longest} tokens; the model accepts {sentences.Model.MaxSourceTokens}.", text: place);
    }
}
