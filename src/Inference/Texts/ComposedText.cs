using System.Text;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Alignment;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>One translation of a text: its sentences and what stood between them, put together again.</summary>
internal sealed class ComposedText
{
    private readonly Tokenizer _tokenizer;
    private readonly List<Sentence> _sentences = [];
    private readonly List<AlignedWords> _unchanged = [];

    /// <param name="parts">Of the source, in their order; all jobs are done.</param>
    /// <param name="rank">Which output of each sentence, the best being 0; where there are fewer the best.</param>
    public ComposedText(IReadOnlyList<TextPart> parts, Tokenizer tokenizer, int rank)
    {
        _tokenizer = tokenizer;
        var text = new StringBuilder();
        var place = 0;
        Sentence? before = null;   // nothing between it and the next one
        foreach (var part in parts)
        {
            if (part.Job is null)
            {
                _unchanged.AddRange(Words.Of(part.Text).Select(word => new AlignedWords(word.Shift(place), word.Shift(text.Length))));
                text.Append(part.Text);
                before = null;
            }
            else
            {
                before = Compose(part, place, rank, text, before);
                _sentences.Add(before);
            }

            place += part.Text.Length;
        }

        Text = text.ToString();
    }

    public string Text { get; }

    /// <summary>Which words go together, by their places in the whole texts, those between sentences too; needs jobs that were asked for it.</summary>
    public IReadOnlyList<AlignedWords> Alignment => [.. _sentences.SelectMany(AlignmentOf), .. _unchanged];

    /// <summary>What was asked about each sentence.</summary>
    public IReadOnlyList<TranslatedSentence> Describe(bool withConfidence) => [.. _sentences.Select(sentence => Describe(sentence, withConfidence))];

    private Sentence Compose(TextPart part, int place, int rank, StringBuilder text, Sentence? before)
    {
        var output = Output(part.Job!, rank);
        var translation = _tokenizer.Decode(output.Tokens);
        if (SentenceSpacing.IsMissing(before?.Source ?? "", before?.Target ?? "", translation))
            text.Append(' ');

        var sentence = new Sentence(part.Job!, output, part.Text, place, translation, text.Length);
        text.Append(translation);
        return sentence;
    }

    private static Hypothesis Output(Job job, int rank)
    {
        var hypotheses = job.Result.Result.Hypotheses;
        return rank < hypotheses.Count ? hypotheses[rank] : hypotheses[0];
    }

    private TranslatedSentence Describe(Sentence sentence, bool withConfidence)
    {
        var (job, output) = (sentence.Job, sentence.Output);
        var ends = output.Attention.Count > output.Tokens.Count ? [_tokenizer.EosId] : Array.Empty<int>();
        var described = job.Options.WithAttention
            ? new TranslatedSentence([.. job.Source.Select(_tokenizer.PieceOf)], [.. output.Tokens.Concat(ends).Select(_tokenizer.PieceOf)], output.Attention)
            : new TranslatedSentence([], [], []);

        return described with
        {
            Alignment = job.Options.WithAlignment ? [.. AlignmentOf(sentence)] : null,
            Confidence = withConfidence ? SentenceConfidence.Of(TargetOf(sentence), output.TokenLogProbabilities).Shift(sentence.TargetStart) : null,
        };
    }

    private IEnumerable<AlignedWords> AlignmentOf(Sentence sentence)
    {
        if (!sentence.Job.Options.WithAlignment)
            return [];

        return WordAlignment.Of(_tokenizer, sentence.Source, sentence.Job.Source, sentence.Output.Tokens, sentence.Output.Alignment)
            .Select(words => words.Shift(sentence.SourceStart, sentence.TargetStart));
    }

    private PlacedSentence TargetOf(Sentence sentence) => new(_tokenizer.Decode(sentence.Output.Tokens, out var places), places);

    private sealed record Sentence(Job Job, Hypothesis Output, string Source, int SourceStart, string Target, int TargetStart);
}
