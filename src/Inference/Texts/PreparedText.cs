using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>A piece of a text: a sentence to translate, or (without a job) something that stays as it is.</summary>
internal sealed record TextPart(string Text, Job? Job);

/// <summary>A text cut into sentences, which becomes a translated text when their jobs are done.</summary>
internal sealed class PreparedText(IReadOnlyList<TextPart> parts) : IPreparedText
{
    public IEnumerable<Job> Jobs => parts.Select(part => part.Job).OfType<Job>();

    /// <summary>The translation that is put together of each sentence's output of this rank; all <see cref="Jobs"/> must be done.</summary>
    public ComposedText Compose(Tokenizer tokenizer, int rank) => new(parts, tokenizer, rank);

    /// <summary>Puts the translation together; all <see cref="Jobs"/> must be done.</summary>
    public TranslatedText Join(Tokenizer tokenizer, int alternatives, bool withConfidence)
    {
        List<Hypothesis> best = [.. Jobs.Select(job => job.Result.Result.Hypotheses[0])];
        var composed = Compose(tokenizer, rank: 0);
        var isDescribed = withConfidence || Jobs.Any(job => job.Options.WithAttention || job.Options.WithAlignment);

        return new(
            composed.Text,
            [.. Enumerable.Range(1, alternatives).Select(rank => Compose(tokenizer, rank).Text).Where(other => other != composed.Text).Distinct()],
            best.Count == 0 ? 0 : best.Average(hypothesis => hypothesis.Score),
            best.Sum(hypothesis => hypothesis.Tokens.Count))
        {
            Sentences = isDescribed ? composed.Describe(withConfidence) : [],
        };
    }
}
