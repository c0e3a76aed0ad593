using System.Text;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>A piece of a text: a sentence to translate, or (without a job) something that stays as it is.</summary>
internal sealed record TextPart(string Text, Job? Job);

/// <summary>A text cut into sentences, which becomes a translated text when their jobs are done.</summary>
internal sealed class PreparedText(IReadOnlyList<TextPart> parts)
{
    public IEnumerable<Job> Jobs => parts.Select(part => part.Job).OfType<Job>();

    /// <summary>Puts the translation together; all <see cref="Jobs"/> must be done.</summary>
    public TranslatedText Join(Tokenizer tokenizer, int alternatives)
    {
        var best = Jobs.Select(job => Hypothesis(job, 0)).ToList();
        var text = TextOf(tokenizer, rank: 0);

        return new(
            text,
            [.. Enumerable.Range(1, alternatives).Select(rank => TextOf(tokenizer, rank)).Where(other => other != text).Distinct()],
            best.Count == 0 ? 0 : best.Average(hypothesis => hypothesis.Score),
            best.Sum(hypothesis => hypothesis.Tokens.Count))
        {
            Sentences = [.. Jobs.Where(job => job.Options.WithAttention).Select(job => SentenceOf(job, tokenizer))],
        };
    }

    private static TranslatedSentence SentenceOf(Job job, Tokenizer tokenizer)
    {
        var best = Hypothesis(job, 0);
        var target = best.Attention.Count > best.Tokens.Count ? best.Tokens.Append(tokenizer.EosId) : best.Tokens;
        return new([.. job.Source.Select(tokenizer.PieceOf)], [.. target.Select(tokenizer.PieceOf)], best.Attention);
    }

    private string TextOf(Tokenizer tokenizer, int rank)
    {
        var text = new StringBuilder();
        var (source, translated) = ("", "");   // of the sentence just before, nothing between
        foreach (var part in parts)
        {
            if (part.Job is null)
            {
                text.Append(part.Text);
                (source, translated) = ("", "");
                continue;
            }

            var next = tokenizer.Decode(Hypothesis(part.Job, rank).Tokens);
            if (SentenceSpacing.IsMissing(source, translated, next))
                text.Append(' ');

            text.Append(next);
            (source, translated) = (part.Text, next);
        }

        return text.ToString();
    }

    private static Hypothesis Hypothesis(Job job, int rank)
    {
        var hypotheses = job.Result.Result.Hypotheses;
        return rank < hypotheses.Count ? hypotheses[rank] : hypotheses[0];
    }
}
