using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.Marian;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Tests.Interchange;

public sealed class BuiltInVocabularyTests : IDisposable
{
    private static readonly SentencePieceModel Model = BpeTrainer.Train(
        ["The quick brown fox jumps over the lazy dog.", "Where is the station? It is here, on the left."],
        new BpeTrainerOptions { VocabularySize = 330, ControlSymbols = [">>de<<", ">>en<<"] });

    private static readonly Vocabulary Rows = Vocabulary.From(Model);

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Every_piece_stands_at_its_row()
    {
        var built = BuiltInVocabulary.Of(Model, Rows.Pieces, "source.spm");

        Assert.Equal(Rows.Pieces.Select(piece => piece.StartsWith(">>", StringComparison.Ordinal) ? $"▁{piece}" : piece), built.Pieces.Select(piece => piece.Text));
        Assert.Equal(PieceType.Unknown, built.Pieces[Rows.UnknownId].Type);
        Assert.Equal([PieceType.Control, PieceType.Control], [built.Pieces[Rows.EosId].Type, built.Pieces[Rows.PadId].Type]);
    }

    [Theory]
    [InlineData("Where is the fox?")]
    [InlineData("  it  jumps 東 over")]
    [InlineData("")]
    public void A_tag_before_a_text_is_one_piece_and_the_text_is_cut_as_without(string text)
    {
        var built = new SentencePieceProcessor(BuiltInVocabulary.Of(Model, Rows.Pieces, "source.spm"));
        int[] expected = [.. new Tokenizer(Model, Model, Rows).EncodeSource(text, "de")[..^1]];

        var ids = new List<int>();
        built.Encode($">>de<< {text}", (piece, _) => ids.Add(piece.Id));

        Assert.Equal(expected, ids);
    }

    [Fact]
    public void Where_no_space_is_put_before_a_text_the_tag_takes_the_space_behind_it()
    {
        var model = new SentencePieceModel(Model.Pieces, Model.Trainer, Model.Normalizer with { AddDummyPrefix = false });
        int[] expected = [.. new Tokenizer(model, model, Rows).EncodeSource("the fox", "de")[..^1]];

        var ids = new List<int>();
        new SentencePieceProcessor(BuiltInVocabulary.Of(model, Rows.Pieces, "source.spm")).Encode(">>de<< the fox", (piece, _) => ids.Add(piece.Id));

        Assert.Equal(expected, ids);
    }

    [Fact]
    public void What_is_read_again_has_the_tags_as_marks_that_no_text_becomes()
    {
        BuiltInVocabulary.Of(Model, Rows.Pieces, "source.spm").Save(_path);

        var model = BuiltInVocabulary.Load(_path);

        Assert.Equal(Rows.Pieces, model.Pieces.Select(piece => piece.Text));
        var (before, after) = (new Tokenizer(Model, Model, Rows), new Tokenizer(model, model, Rows));
        foreach (var text in (string[])["Where is the fox?", ">>de<< is text"])
            Assert.Equal(before.EncodeSource(text, "en"), after.EncodeSource(text, "en"));
    }

    [Fact]
    public void Pieces_without_a_row_are_refused()
    {
        var error = Assert.Throws<CheckpointException>(() => BuiltInVocabulary.Of(Model, [.. Rows.Pieces.Where(piece => piece != "▁the")], "source.spm"));

        Assert.Contains("source.spm", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"▁the\", 1 in all", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_the_model_has_no_piece_for_is_never_cut()
    {
        var built = BuiltInVocabulary.Of(Model, [.. Rows.Pieces, "Where"], "source.spm");

        Assert.Equal(new SentencePiece("Where", 0, PieceType.Control), built.Pieces[^1]);
    }
}
