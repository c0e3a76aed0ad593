using System.Text;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Alignment;

namespace Seq2SeqService.Inference.Texts;

/// <summary>One translation of a text: its sentences and what stood between them, put together again.</summary>
internal sealed class ComposedText
{
    private readonly Tokenizer _tokenizer;
    private readonly List<Placed> _sentences = [];
    private readonly List<AlignedWords> _unchanged = [];

    /// <param name="parts">Of the source, in their order; all jobs are done.</param>
    /// <param name="rank">Which output of each sentence, the best being 0; where there are fewer the best.</param>
    public ComposedText(IReadOnlyList<TextPart> parts, Tokenizer tokenizer, int rank)
    {
        _tokenizer = tokenizer;
        var text = new StringBuilder();
        var place = 0;
        Placed? before = null;   // nothing between it and the next one
        foreach (var part in parts)
        {
            if (part.Sentence is null)
            {
                _unchanged.AddRange(Words.Of(part.Text).Select(word => new AlignedWords(word.Shift(place), word.Shift(text.Length))));
                text.Append(part.Text);
                before = null;
            }
            else
            {
                before = Compose(part.Sentence.Settled, place, rank, text, before);
                _sentences.Add(before);
            }

            place += part.Text.Length;
        }

        Text = text.ToString();
    }

    public string Text { get; }

    /// <summary>Which words go together, by their places in the whole texts, those between sentences too; needs jobs that were asked for it.</summary>
    public IReadOnlyList<AlignedWords> Alignment => [.. _sentences.SelectMany(AlignmentOf), .. _unchanged];

    /// <summary>What was found and asked about each sentence.</summary>
    public IReadOnlyList<TranslatedSentence> Describe(bool withConfidence) => [.. _sentences.SelectMany(sentence => Describe(sentence, withConfidence))];

    private static Placed Compose(SettledSentence sentence, int place, int rank, StringBuilder text, Placed? before)
    {
        var output = sentence.OutputAt(rank);
        if (SentenceSpacing.IsMissing(before?.Sentence.Source ?? "", before?.Output.Text ?? "", output.Text))
            text.Append(' ');

        var placed = new Placed(sentence, output, place, text.Length);
        text.Append(output.Text);
        return placed;
    }

    /// <summary>One entry; where attention was asked for and the sentence was translated in parts, further ones with the pieces of those.</summary>
    private IEnumerable<TranslatedSentence> Describe(Placed placed, bool withConfidence)
    {
        var pieces = placed.Output.Pieces;
        var withAttention = pieces.Any(piece => piece.Job.Options.WithAttention);
        yield return (withAttention ? PiecesOf(pieces[0]) : new([], [], [])) with
        {
            Text = placed.Sentence.Source,
            Translation = placed.Output.Text,
            Warnings = placed.Sentence.Warnings,
            Alignment = pieces.Any(piece => piece.Job.Options.WithAlignment) ? [.. AlignmentOf(placed)] : null,
            Confidence = withConfidence && pieces.Count > 0 ? ConfidenceOf(placed.Output).Shift(placed.TargetStart) : null,
        };

        foreach (var piece in pieces.Skip(1).Where(piece => piece.Job.Options.WithAttention))
            yield return PiecesOf(piece);
    }

    private TranslatedSentence PiecesOf(RenderedPiece piece)
    {
        var output = piece.Hypothesis;
        var ends = output.Attention.Count > output.Tokens.Count ? [_tokenizer.EosId] : Array.Empty<int>();
        return new([.. piece.Job.Source.Select(_tokenizer.PieceOf)], [.. output.Tokens.Concat(ends).Select(_tokenizer.PieceOf)], output.Attention);
    }

    private IEnumerable<AlignedWords> AlignmentOf(Placed placed) => placed.Output.Pieces.Where(piece => piece.Job.Options.WithAlignment).SelectMany(piece =>
        WordAligner.Align(piece.Source(placed.Sentence.Source, _tokenizer), piece.Target(placed.Output.Text, _tokenizer), piece.Hypothesis.Alignment)
            .Select(words => words.Shift(placed.SourceStart, placed.TargetStart)));

    /// <summary>Of all pieces together; the end of each has a probability too, but no characters.</summary>
    private SentenceConfidence ConfidenceOf(RenderedText output)
    {
        TextRange nowhere = default;   // not at the end of the text: those of a second piece follow
        var places = output.Pieces.SelectMany(piece => piece.TargetPlaces(output.Text, _tokenizer)
            .Concat(Enumerable.Repeat(nowhere, piece.Hypothesis.TokenLogProbabilities.Count - piece.Hypothesis.Tokens.Count)));
        return SentenceConfidence.Of(new(output.Text, [.. places]), [.. output.Pieces.SelectMany(piece => piece.Hypothesis.TokenLogProbabilities)]);
    }

    private sealed record Placed(SettledSentence Sentence, RenderedText Output, int SourceStart, int TargetStart);
}
