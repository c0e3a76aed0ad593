using System.Text;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>A piece of a text: a sentence to translate, or (without one) something that stays as it is.</summary>
internal sealed record TextPart(string Text, Sentence? Sentence);

/// <summary>A text cut into sentences, which becomes a translated text when their jobs are done.</summary>
internal sealed class PreparedText(IReadOnlyList<TextPart> parts)
{
    public IEnumerable<Sentence> Sentences => parts.Select(part => part.Sentence).OfType<Sentence>();

    public IEnumerable<Job> Jobs => Sentences.SelectMany(sentence => sentence.Jobs);

    /// <summary>Puts the translation together; all <see cref="Jobs"/> must be done.</summary>
    public TranslatedText Join(Tokenizer tokenizer, int alternatives)
    {
        var settled = Sentences.ToDictionary(sentence => sentence, sentence => sentence.Settle());
        var outputs = settled.Values.Select(sentence => sentence.Output).Where(output => output.Hypotheses.Count > 0).ToList();
        var text = TextOf(settled, rank: 0);

        return new(
            text,
            [.. Enumerable.Range(1, alternatives).Select(rank => TextOf(settled, rank)).Where(other => other != text).Distinct()],
            outputs.Count == 0 ? 0 : outputs.Average(output => output.Score),
            outputs.Sum(output => output.Tokens))
        {
            Sentences = [.. Sentences.SelectMany(sentence => Described(settled[sentence], tokenizer))],
        };
    }

    private string TextOf(Dictionary<Sentence, SettledSentence> settled, int rank)
    {
        var text = new StringBuilder();
        var (source, translated) = ("", "");   // of the sentence just before, nothing between
        foreach (var part in parts)
        {
            if (part.Sentence is null)
            {
                text.Append(part.Text);
                (source, translated) = ("", "");
                continue;
            }

            var next = settled[part.Sentence].TextAt(rank);
            if (SentenceSpacing.IsMissing(source, translated, next))
                text.Append(' ');

            text.Append(next);
            (source, translated) = (part.Text, next);
        }

        return text.ToString();
    }

    /// <summary>A sentence that was translated in parts is an entry for each of them; what the guards found is said with the first.</summary>
    private static IEnumerable<TranslatedSentence> Described(SettledSentence sentence, Tokenizer tokenizer)
    {
        var jobs = sentence.Rendering.Jobs.ToList();
        for (var i = 0; i < Math.Max(1, jobs.Count); i++)
        {
            var pieces = i < jobs.Count && jobs[i].Options.WithAttention
                ? PiecesOf(jobs[i].Source, sentence.Output.Hypotheses[i], tokenizer)
                : new TranslatedSentence([], [], []);

            yield return i == 0
                ? pieces with { Text = sentence.Source, Translation = sentence.Output.Text, Warnings = sentence.Warnings }
                : pieces;

            if (!jobs.Exists(job => job.Options.WithAttention))
                yield break;
        }
    }

    private static TranslatedSentence PiecesOf(int[] source, Hypothesis best, Tokenizer tokenizer)
    {
        var target = best.Attention.Count > best.Tokens.Count ? best.Tokens.Append(tokenizer.EosId) : best.Tokens;
        return new([.. source.Select(tokenizer.PieceOf)], [.. target.Select(tokenizer.PieceOf)], best.Attention);
    }
}
