using System.Text;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Inference.Texts;

/// <summary>A piece of a text: a sentence to translate, or (without one) something that stays as it is.</summary>
internal sealed record TextPart(string Text, Sentence? Sentence);

/// <summary>A text cut into sentences, which becomes a translated text when their jobs are done.</summary>
internal sealed class PreparedText(IReadOnlyList<TextPart> parts) : PreparedInput
{
    public override IEnumerable<Sentence> Sentences => parts.Select(part => part.Sentence).OfType<Sentence>();

    /// <summary>The translation that is put together of each sentence's output of this rank; all jobs must be done.</summary>
    public ComposedText Compose(Tokenizer tokenizer, int rank) => new(parts, tokenizer, rank);

    public override string Beginning(Tokenizer tokenizer)
    {
        var text = new StringBuilder();
        var before = new TextPart("", null);   // nothing between it and the next one
        foreach (var part in parts)
        {
            var isUnderWay = part.Sentence is { IsSettled: false };   // asked first: it may be settled while it is read, and then this is not all of it
            var translation = part.Sentence?.Beginning ?? part.Text;
            if (part.Sentence is not null && SentenceSpacing.IsMissing(before.Text, before.Sentence?.Beginning ?? "", translation))
                text.Append(' ');

            text.Append(translation);
            if (isUnderWay)
                break;

            before = part;
        }

        return text.ToString();
    }

    public override TranslatedText Join(Tokenizer tokenizer, int alternatives, bool withConfidence)
    {
        var best = Compose(tokenizer, rank: 0);
        return Describe(best.Text, Enumerable.Range(1, alternatives).Select(rank => Compose(tokenizer, rank).Text)) with
        {
            Sentences = best.Describe(withConfidence),
        };
    }
}
