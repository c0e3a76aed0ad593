using Seq2SeqService.Core.Markup;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Inference.Texts;

/// <summary>A text with tags: its paragraphs as plain texts, which get their tags back by the alignment of their words.</summary>
internal sealed class PreparedMarkup(MarkupDocument document, IReadOnlyList<PreparedText> texts) : PreparedInput
{
    public override IEnumerable<Sentence> Sentences => texts.SelectMany(text => text.Sentences);

    /// <param name="place">Which of several texts it is; null for the only one.</param>
    public static PreparedMarkup Of(string text, MarkupOptions options, TextPreparer preparer, int? place)
    {
        try
        {
            var document = MarkupDocument.Parse(text, options);
            var (texts, isBegun) = (new List<PreparedText>(), false);
            foreach (var paragraph in document.Texts)
            {
                texts.Add(preparer.Prepare(paragraph, place, isBegun));
                isBegun = isBegun || texts[^1].Sentences.Any(sentence => sentence.Jobs.Any());
            }

            return new(document, texts);
        }
        catch (MarkupException unreadable)
        {
            throw new TranslationException(TranslationFailure.UnreadableMarkup, $"The markup cannot be read: {unreadable.Message.TrimEnd('.')}.", text: place);
        }
    }

    /// <summary>Tags take their places when all words are there.</summary>
    public override string Beginning(Tokenizer tokenizer) => IsSettled ? Write(tokenizer, rank: 0) : "";

    public override TranslatedText Join(Tokenizer tokenizer, int alternatives, bool withConfidence) =>
        Describe(Write(tokenizer, rank: 0), Enumerable.Range(1, alternatives).Select(rank => Write(tokenizer, rank))) with
        {
            Sentences = [.. texts.SelectMany(text => text.Compose(tokenizer, rank: 0).Describe(withConfidence: false)).Where(sentence => sentence.Warnings.Count > 0).Select(WarningsOf)],
        };

    private string Write(Tokenizer tokenizer, int rank) => document.Join([.. texts.Select(text => Aligned(text.Compose(tokenizer, rank)))]);

    /// <summary>What the guards say; places would be those of a text without tags.</summary>
    private static TranslatedSentence WarningsOf(TranslatedSentence sentence) => sentence with { Alignment = null };

    private static AlignedTranslation Aligned(ComposedText composed) => new(composed.Text, composed.Alignment);
}
