using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Tests.Tokens;

public sealed class TokenizerTests : IDisposable
{
    private static readonly Lazy<SentencePieceModel> Model = new(() => BpeTrainer.Train(
        SentencePieceSample.Sentences, new BpeTrainerOptions { VocabularySize = 1500, ControlSymbols = [">>de<<", ">>en<<"] }));

    private readonly string _directory = Directory.CreateTempSubdirectory("tokenizer-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Special_pieces_stand_where_marian_has_them()
    {
        var tokenizer = Load();

        Assert.Equal(0, tokenizer.EosId);
        Assert.Equal(1, tokenizer.UnknownId);
        Assert.Equal(tokenizer.VocabularySize - 1, tokenizer.PadId);
        Assert.Equal(Model.Value.Pieces.Count, tokenizer.VocabularySize);
    }

    [Fact]
    public void A_sentence_comes_back_from_its_ids()
    {
        var tokenizer = Load();

        foreach (var sentence in SentencePieceSample.Sentences)
        {
            var normalized = new SentencePieceProcessor(Model.Value).Normalize(sentence).Replace('\u2581', ' ').TrimStart(' ');

            Assert.Equal(normalized, tokenizer.Decode(tokenizer.EncodeTarget(sentence)));
            Assert.Equal(normalized, tokenizer.Decode(tokenizer.EncodeSource(sentence, "de")));
        }
    }

    [Fact]
    public void The_tag_comes_first_when_the_vocabulary_has_it()
    {
        var tokenizer = Load();
        var plain = tokenizer.EncodeSource("Hallo Welt", null);

        Assert.True(tokenizer.HasTag("de"));
        Assert.False(tokenizer.HasTag("fr"));
        Assert.Equal(plain, tokenizer.EncodeSource("Hallo Welt", "fr"));
        Assert.Equal(plain, tokenizer.EncodeSource("Hallo Welt", "de")[1..]);
        Assert.NotEqual(tokenizer.EncodeSource("Hallo Welt", "de")[0], tokenizer.EncodeSource("Hallo Welt", "en")[0]);
    }

    [Fact]
    public void Tags_and_ends_written_in_the_text_are_text()
    {
        const string Typed = ">>de<< </s> <pad> <unk> x";
        var tokenizer = Load();
        var special = tokenizer.EncodeSource("", "de").Append(tokenizer.PadId).Append(tokenizer.UnknownId);

        var ids = tokenizer.EncodeSource(Typed, null);

        Assert.Empty(ids[..^1].Intersect(special));
        Assert.Equal(Typed, tokenizer.Decode(ids));
    }

    [Fact]
    public void An_end_is_appended_to_sentences_but_not_to_prefixes()
    {
        var tokenizer = Load();
        int[] prefix = tokenizer.EncodePrefix("Hallo");

        Assert.Equal([.. prefix, tokenizer.EosId], tokenizer.EncodeTarget("Hallo"));
        Assert.Equal([tokenizer.EosId], tokenizer.EncodeSource("", null));
    }

    [Fact]
    public void Decoding_leaves_out_ids_that_stand_for_no_text()
    {
        var tokenizer = Load();
        int[] ids = [tokenizer.PadId, .. tokenizer.EncodeSource("Hallo", "de"), tokenizer.EosId, -1, 1_000_000];

        Assert.Equal("Hallo", tokenizer.Decode(ids));
    }

    [Fact]
    public void An_unknown_character_of_one_model_may_be_a_piece_of_the_other()
    {
        var source = SentencePieceModel.Load(SentencePieceSample.ModelPath("unigram"));
        TokenizerFiles.Write(_directory, source, source, new Vocabulary(["</s>", "<unk>", "\u2581a", "龘", ">>de<<", "<pad>"]));

        Assert.Equal([2, 3, 0], Tokenizer.Load(_directory).EncodeSource("a龘", null));
    }

    [Theory]
    [InlineData("{", "vocab.json")]
    [InlineData("null", "null")]
    [InlineData("""{"</s>":0,"<unk>":1}""", "\"<pad>\" is missing")]
    [InlineData("""{"</s>":0,"<unk>":1,"<pad>":7}""", "outside 0 to 2")]
    [InlineData("""{"</s>":0,"<unk>":0,"<pad>":1}""", "given twice")]
    [InlineData("""{"</s>":0,"<unk>":"x","<pad>":2}""", "vocab.json")]
    [InlineData("""{"</s>":0,"<unk>":1,"\ud800":2,"<pad>":3}""", "vocab.json")]
    public void A_wrong_vocabulary_is_refused_with_the_reason(string json, string reason)
    {
        TokenizerFiles.Write(_directory, Model.Value);
        File.WriteAllText(Path.Combine(_directory, "vocab.json"), json);

        var error = Assert.Throws<CheckpointException>(() => Tokenizer.Load(_directory));

        Assert.Contains("vocab.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("source.spm")]
    [InlineData("target.spm")]
    [InlineData("vocab.json")]
    public void A_missing_file_is_named(string file)
    {
        TokenizerFiles.Write(_directory, Model.Value);
        File.Delete(Path.Combine(_directory, file));

        var error = Assert.Throws<CheckpointException>(() => Tokenizer.Load(_directory));

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    private Tokenizer Load()
    {
        TokenizerFiles.Write(_directory, Model.Value);
        return Tokenizer.Load(_directory);
    }
}
