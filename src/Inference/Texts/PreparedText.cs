using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>A piece of a text: a sentence to translate, or (without one) something that stays as it is.</summary>
internal sealed record TextPart(string Text, Sentence? Sentence);

/// <summary>A text cut into sentences, which becomes a translated text when their jobs are done.</summary>
internal sealed class PreparedText(IReadOnlyList<TextPart> parts)
{
    public IEnumerable<Sentence> Sentences => parts.Select(part => part.Sentence).OfType<Sentence>();

    public IEnumerable<Job> Jobs => Sentences.SelectMany(sentence => sentence.Jobs);

    /// <summary>The translation that is put together of each sentence's output of this rank; all <see cref="Jobs"/> must be done.</summary>
    public ComposedText Compose(Tokenizer tokenizer, int rank) => new(parts, tokenizer, rank);

    /// <summary>Puts the translation together; all <see cref="Jobs"/> must be done.</summary>
    public TranslatedText Join(Tokenizer tokenizer, int alternatives, bool withConfidence)
    {
        var outputs = Sentences.Select(sentence => sentence.Settled.Output).Where(output => output.Pieces.Count > 0).ToList();
        var composed = Compose(tokenizer, rank: 0);

        return new(
            composed.Text,
            [.. Enumerable.Range(1, alternatives).Select(rank => Compose(tokenizer, rank).Text).Where(other => other != composed.Text).Distinct()],
            outputs.Count == 0 ? 0 : outputs.Average(output => output.Score),
            outputs.Sum(output => output.Tokens))
        {
            Sentences = composed.Describe(withConfidence),
        };
    }
}
