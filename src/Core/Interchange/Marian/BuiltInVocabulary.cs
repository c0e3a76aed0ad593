using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Interchange.Marian;

/// <summary>
/// SentencePiece models as Marian uses them: a piece's place in the model is its row in the network, and the tag of a target language is
/// written in front of the text, so that text must be able to become it.
/// </summary>
internal static class BuiltInVocabulary
{
    private const string Space = "\u2581";

    /// <summary>A model that cuts text as <paramref name="model"/> does, with its pieces at the rows that the network has them in.</summary>
    /// <param name="rows">The piece of every row of the network.</param>
    /// <param name="file">Stands for the model in messages.</param>
    public static SentencePieceModel Of(SentencePieceModel model, IReadOnlyList<string> rows, string file)
    {
        var known = model.Pieces.Where(IsOfText).ToDictionary(piece => piece.Text);
        if (known.Keys.Except(rows).ToList() is { Count: > 0 } homeless)
        {
            throw new CheckpointException(
                $"{file} cuts text into pieces that the network has no row for: \"{homeless[0]}\", {homeless.Count} in all. Marian has no place for them; the format 'marian' leaves cutting to its caller.");
        }

        return With(model, rows.Select(row => row switch
        {
            Vocabulary.Unknown => new SentencePiece(row, 0, PieceType.Unknown),
            _ when Vocabulary.IsTag(row) => new(Written(row, model), 0, PieceType.UserDefined),
            _ => known.GetValueOrDefault(row, new(row, 0, PieceType.Control)),
        }));
    }

    /// <summary>Reads a model whose ids are rows; its tags are marks again that no text becomes.</summary>
    public static SentencePieceModel Load(string path)
    {
        var model = SentencePieceModel.Load(path);
        return With(model, model.Pieces.Select(piece =>
            piece.Type == PieceType.UserDefined && piece.Text.Replace(Space, "", StringComparison.Ordinal) is var tag && Vocabulary.IsTag(tag)
                ? new SentencePiece(tag, 0, PieceType.Control)
                : piece));
    }

    private static bool IsOfText(SentencePiece piece) =>
        piece.Type is not (PieceType.Unknown or PieceType.Control) && piece.Text is not (Vocabulary.Eos or Vocabulary.Unknown or Vocabulary.Pad);

    /// <summary>
    /// The tag together with the mark of a space: what SentencePiece puts before every text, or else the space behind the tag. So the
    /// text is cut as it is without a tag.
    /// </summary>
    private static string Written(string tag, SentencePieceModel model) =>
        model.Normalizer.AddDummyPrefix && !model.Trainer.TreatWhitespaceAsSuffix ? Space + tag : tag + Space;

    private static SentencePieceModel With(SentencePieceModel model, IEnumerable<SentencePiece> pieces) =>
        new([.. pieces], model.Trainer, model.Normalizer) { Denormalizer = model.Denormalizer, OtherFields = model.OtherFields };
}
