using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Tests.Tokens;

public sealed class BpeDropoutTests
{
    private const string Text = "the lowest tower lowers the newest widest lowest towers";

    private static readonly SentencePieceModel Model = BpeTrainer.Train(
        Enumerable.Repeat("low lower lowest new newer newest wide wider widest tower towers the", 5), new BpeTrainerOptions { VocabularySize = 340 });

    private readonly SentencePieceProcessor _processor = new(Model);

    [Fact]
    public void Without_a_share_every_merge_is_made() =>
        Assert.Equal(_processor.EncodeIds(Text), _processor.EncodeIds(Text, new BpeDropout(0, new Random(1))));

    [Fact]
    public void With_every_merge_dropped_single_characters_are_left()
    {
        var pieces = _processor.EncodeIds(Text, new BpeDropout(1, new Random(1)));

        Assert.All(pieces, piece => Assert.Equal(1, Model.Pieces[piece].Text.Length));
        Assert.Equal(Text.Length + 1, pieces.Length);   // and the space in front
    }

    [Fact]
    public void A_share_in_between_cuts_finer_and_says_the_same_text()
    {
        var pieces = _processor.EncodeIds(Text, new BpeDropout(0.3, new Random(1)));

        Assert.InRange(pieces.Length, _processor.EncodeIds(Text).Length + 1, Text.Length);
        Assert.Equal(Text, _processor.DecodePieces(pieces.Select(piece => Model.Pieces[piece].Text)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_pieces_and_another_seed_others()
    {
        var first = _processor.EncodeIds(Text, new BpeDropout(0.3, new Random(1)));

        Assert.Equal(first, _processor.EncodeIds(Text, new BpeDropout(0.3, new Random(1))));
        Assert.NotEqual(first, _processor.EncodeIds(Text, new BpeDropout(0.3, new Random(2))));
    }

    [Fact]
    public void Both_sides_of_a_tokenizer_take_it()
    {
        var tokenizer = new Tokenizer(Model, Model, Vocabulary.From(Model));

        Assert.True(tokenizer.HasMerges);
        Assert.True(tokenizer.EncodeSource(Text, null, new BpeDropout(0.5, new Random(1))).Length > tokenizer.EncodeSource(Text, null).Length);
        Assert.True(tokenizer.EncodeTarget(Text, new BpeDropout(0.5, new Random(1))).Length > tokenizer.EncodeTarget(Text).Length);
    }

    [Fact]
    public void A_unigram_model_has_no_merges_to_drop()
    {
        var unigram = new SentencePieceProcessor(SentencePieceModel.Load(SentencePieceSample.ModelPath("unigram")));

        Assert.False(unigram.HasMerges);
        Assert.Throws<NotSupportedException>(() => unigram.EncodeIds(Text, new BpeDropout(0.1, new Random(1))));
    }
}
