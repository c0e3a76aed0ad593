using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange;
using Seq2SeqService.Core.Tests.Interchange;
using Seq2SeqService.Inference.Engines.Torch;
using Seq2SeqService.Torch.Tests;

namespace Seq2SeqService.Training.Tests.Interchange;

public sealed class MarianImportTests
{
    public static TheoryData<string> Kinds => [.. Named.Keys];

    private static readonly Dictionary<string, MarianKind> Named = new()
    {
        ["OPUS-MT"] = new() { IsSwish = true },
        ["deep encoder, relu"] = new(3, 1),
        ["pre-norm"] = new(1, 2) { IsPreNorm = true },
        ["own embeddings"] = new() { IsTied = false },
        ["own embeddings and output, pre-norm"] = new() { IsTied = false, HasOwnOutput = true, IsPreNorm = true, IsSwish = true },
        ["two vocabularies"] = new(1, 1) { IsTied = false, HasTwoVocabularies = true },
        ["two vocabularies, own output"] = new(1, 1) { IsTied = false, HasTwoVocabularies = true, HasOwnOutput = true },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Imported_models_give_the_log_probabilities_of_Marians_equations(string kind)
    {
        using var directory = new MarianDirectoryOf(Named[kind]);

        var model = ModelImport.Read(directory.Path);

        Assert.True(directory.Difference(model) < 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Binary_models_give_them_too(bool packs)
    {
        using var directory = new MarianDirectoryOf(new() { IsTied = false });
        directory.WriteBinary(packs);

        var model = ModelImport.Read(directory.Path);

        Assert.True(directory.Difference(model) < 1e-5);
    }

    [Fact]
    public void A_SentencePiece_model_is_its_own_vocabulary()
    {
        using var directory = new MarianDirectoryOf(new());
        directory.WriteSentencePieceVocabularies();

        var model = ModelImport.Read(directory.Path);

        Assert.Equal([.. directory.Pieces.Source, "<pad>"], model.Vocabulary.Pieces);
        Assert.True(directory.Difference(model) < 1e-5);
    }

    [TorchTheory]
    [InlineData("OPUS-MT")]
    [InlineData("own embeddings and output, pre-norm")]
    public void Both_engines_compute_them_alike(string kind)
    {
        using var directory = new MarianDirectoryOf(Named[kind]);
        var model = ModelImport.Read(directory.Path);
        using var torch = new TorchEngine(model.Config, model.Weights);
        int[] source = [5, 9, 14, 3, 0], fed = [model.Config.DecoderStartId, 4, 8, 15];

        var expected = ForeignDirectory.LogProbabilities(torch, model.Config.VocabularySize, source, fed);

        var found = ForeignDirectory.LogProbabilities(model.Config, model.Weights, source, fed);
        Assert.All(expected.Zip(found), rows => Assert.All(rows.First.Zip(rows.Second), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, -pair.First / 100))));
    }

    [Fact]
    public void Positions_and_epsilon_of_Hugging_Face_would_be_another_model()
    {
        using var directory = new MarianDirectoryOf(new() { IsSwish = true });
        var model = ModelImport.Read(directory.Path);
        var weights = new ModelWeights(model.Weights.Names.Where(name => !name.Contains("embed_positions", StringComparison.Ordinal)).ToDictionary(name => name, model.Weights.Find));

        var ofPositions = directory.Difference(model with { Config = model.Config with { StaticPositions = true }, Weights = weights });
        var ofEpsilon = directory.Difference(model with { Config = model.Config with { NormEpsilon = 1e-5 } });

        Assert.True(directory.Difference(model) < 2e-6);
        Assert.True(ofPositions > 1e-3);
        Assert.True(ofEpsilon > 5e-6);
    }

    [Fact]
    public void Settings_of_the_decoder_become_those_of_the_version()
    {
        using var directory = new MarianDirectoryOf(new());

        var model = ModelImport.Read(directory.Path);

        Assert.Equal((6, 1.0), (model.Generation.BeamSize, model.Generation.LengthPenalty));
        Assert.Equal([[model.Config.PadId], [model.Vocabulary.UnknownId]], model.Generation.BadWords);
        Assert.Equal((1e-6, false), (model.Config.NormEpsilon, model.Config.StaticPositions));
        Assert.Equal(model.Config.VocabularySize - 1, model.Config.PadId);
    }

    [Fact]
    public void A_piece_that_only_the_target_has_is_unknown_to_the_source()
    {
        using var directory = new MarianDirectoryOf(new(1, 1) { IsTied = false, HasTwoVocabularies = true });
        var model = ModelImport.Read(directory.Path);
        var ids = model.Vocabulary.Pieces.Select((piece, id) => (piece, id)).ToDictionary(one => one.piece, one => one.id);
        var german = directory.Pieces.Target.Except(directory.Pieces.Source).First();

        float[] Of(string piece) => ForeignDirectory.LogProbabilities(model.Config, model.Weights, [ids[piece], 0], [model.Config.DecoderStartId])[0];

        Assert.Equal(Of("<unk>"), Of(german));
    }

    [Theory]
    [InlineData("type", "s2s", "'type: s2s'")]
    [InlineData("transformer-decoder-autoreg", "rnn", "'transformer-decoder-autoreg: rnn'")]
    [InlineData("transformer-ffn-activation", "gelu", "'transformer-ffn-activation: gelu'")]
    [InlineData("transformer-postprocess-emb", "nd", "'transformer-postprocess-emb: nd'")]
    [InlineData("transformer-postprocess", "dh", "'transformer-postprocess: dh'")]
    [InlineData("transformer-train-position-embeddings", "true", "'transformer-train-position-embeddings: true'")]
    [InlineData("transformer-tied-layers", "[1, 1]", "'transformer-tied-layers: 1'")]
    [InlineData("enc-depth", "3", "tensor 'encoder_l3_self_Wq' is missing")]
    [InlineData("enc-depth", "1", "tensor 'encoder_l2_")]
    [InlineData("enc-depth", "99999999", "'enc-depth' is 99999999")]
    [InlineData("dim-emb", "8", "tensor 'encoder_l1_self_Wq' has the shape [16, 16]")]
    [InlineData("transformer-heads", "3", "multiple of the encoder's heads")]
    public void Networks_that_this_project_does_not_compute_are_refused_by_name(string option, string value, string named)
    {
        using var directory = new MarianDirectoryOf(new());
        directory.Options[option] = value;
        directory.Write();

        var error = Assert.Throws<CheckpointException>(() => new Training.Publishing.ImportPublication(ModelImport.Read(directory.Path), directory.Path)
            .Publish(directory.PathOf("store"), "m", "1", TestContext.Current.CancellationToken));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_that_belong_nowhere_are_refused()
    {
        using var directory = new MarianDirectoryOf(new());
        directory.Tensors["decoder_l1_rnn_W"] = new ForeignTensor([2, 2], [1, 2, 3, 4]);
        directory.Write();

        Assert.Contains("'decoder_l1_rnn_W'", Assert.Throws<CheckpointException>(() => ModelImport.Read(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_not_finite_are_refused()
    {
        using var directory = new MarianDirectoryOf(new());
        directory.Tensors["encoder_l1_ffn_W1"].Values[5] = float.NaN;
        directory.Write();

        Assert.Contains("encoder_l1_ffn_W1", Assert.Throws<CheckpointException>(() => ModelImport.Read(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("source.spm", "source.spm is missing")]
    [InlineData("opus.npz", "'/home/somebody/opus.npz'")]
    [InlineData("opus.trg.vocab.yml", "'opus.trg.vocab.yml'")]
    public void Missing_files_are_named(string file, string named)
    {
        using var directory = new MarianDirectoryOf(new());
        File.WriteAllBytes(directory.PathOf("other.npz"), []);
        File.Delete(directory.PathOf(file));

        Assert.Contains(named, Assert.Throws<CheckpointException>(() => ModelImport.Read(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_of_another_model_is_refused()
    {
        using var directory = new MarianDirectoryOf(new(1, 1));
        File.WriteAllText(directory.PathOf("opus.trg.vocab.yml"), string.Concat(Enumerable.Range(0, 4).Select(id => $"p{id}: {id}\n")));

        Assert.Contains("lacks <unk> or </s>", Assert.Throws<CheckpointException>(() => ModelImport.Read(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_of_nothing_is_told_what_was_looked_for()
    {
        var empty = Directory.CreateTempSubdirectory("empty-");
        try
        {
            Assert.Contains("model.bin (CTranslate2)", Assert.Throws<CheckpointException>(() => ModelImport.Read(empty.FullName)).Message, StringComparison.Ordinal);
        }
        finally
        {
            empty.Delete();
        }
    }
}
