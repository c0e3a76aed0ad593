using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Tests.Tokens;

public class SentencePieceSampleTests
{
    private static string[] AllLines => [.. SentencePieceSample.Sentences, .. SentencePieceSample.OddLines];

    [Theory]
    [MemberData(nameof(SentencePieceSample.Models), MemberType = typeof(SentencePieceSample))]
    public void Encoding_gives_the_pieces_that_spm_encode_gives(string model)
    {
        var processor = new SentencePieceProcessor(SentencePieceModel.Load(SentencePieceSample.ModelPath(model)));

        var pieces = AllLines.Select(line => string.Join(' ', processor.EncodePieces(line)));

        Assert.Equal(SentencePieceSample.Lines(model + ".pieces"), pieces);
    }

    [Theory]
    [MemberData(nameof(SentencePieceSample.Models), MemberType = typeof(SentencePieceSample))]
    public void Decoding_gives_the_text_that_spm_decode_gives(string model)
    {
        var processor = new SentencePieceProcessor(SentencePieceModel.Load(SentencePieceSample.ModelPath(model)));

        var texts = SentencePieceSample.Lines(model + ".pieces")
            .Select(line => processor.DecodePieces(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Equal(SentencePieceSample.Lines(model + ".text"), texts);
    }

    [Fact]
    public void The_rules_nmt_nfkc_normalise_as_spm_normalize_does()
    {
        var model = SentencePieceModel.Load(SentencePieceSample.ModelPath("bpe"));
        var processor = new SentencePieceProcessor(new SentencePieceModel(
            [.. model.Pieces.Where(piece => piece.Type != PieceType.UserDefined)],
            model.Trainer,
            NormalizationRules.NmtNfkc with { AddDummyPrefix = false, EscapeWhitespaces = false }));

        var normalized = AllLines.Select(line => processor.Normalize(line).Replace('\u2581', ' '));

        Assert.Equal(SentencePieceSample.Lines("normalized.txt"), normalized);
    }

    [Fact]
    public void Ids_name_the_same_pieces()
    {
        var model = SentencePieceModel.Load(SentencePieceSample.ModelPath("unigram-bytes"));
        var processor = new SentencePieceProcessor(model);

        foreach (var line in AllLines)
            Assert.Equal(processor.EncodePieces(line), processor.EncodeIds(line).Select(id => model.Pieces[id].Text));
    }
}
