using Seq2SeqService.Core.Markup;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>A text with tags: its paragraphs as plain texts, which get their tags back by the alignment of their words.</summary>
internal sealed class PreparedMarkup(MarkupDocument document, IReadOnlyList<PreparedText> texts) : IPreparedText
{
    public IEnumerable<Job> Jobs => texts.SelectMany(text => text.Jobs);

    /// <param name="place">Which of several texts it is; null for the only one.</param>
    public static PreparedMarkup Of(string text, MarkupOptions options, TextPreparer preparer, int? place)
    {
        try
        {
            var document = MarkupDocument.Parse(text, options);
            return new(document, [.. document.Texts.Select(paragraph => preparer.Prepare(paragraph, place))]);
        }
        catch (MarkupException unreadable)
        {
            throw new TranslationException(TranslationFailure.UnreadableMarkup, $"The markup cannot be read: {unreadable.Message}.", text: place);
        }
    }

    public TranslatedText Join(Tokenizer tokenizer, int alternatives, bool withConfidence)
    {
        var best = Write(tokenizer, rank: 0);
        List<Hypothesis> outputs = [.. Jobs.Select(job => job.Result.Result.Hypotheses[0])];
        return new(
            best,
            [.. Enumerable.Range(1, alternatives).Select(rank => Write(tokenizer, rank)).Where(other => other != best).Distinct()],
            outputs.Count == 0 ? 0 : outputs.Average(output => output.Score),
            outputs.Sum(output => output.Tokens.Count));
    }

    private string Write(Tokenizer tokenizer, int rank) => document.Join([.. texts.Select(text => Aligned(text.Compose(tokenizer, rank)))]);

    private static AlignedTranslation Aligned(ComposedText composed) => new(composed.Text, composed.Alignment);
}
