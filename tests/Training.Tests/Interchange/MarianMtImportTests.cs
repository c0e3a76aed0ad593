using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Training.Tests.Interchange;

public sealed class MarianMtImportTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Imported_models_give_the_log_probabilities_of_the_equations(bool storesPositions)
    {
        using var directory = new MarianMtDirectory(storesPositions);

        var model = ModelImport.Read(directory.Path);

        Assert.True(directory.Difference(model) < 1e-5);
        Assert.Equal(!storesPositions, model.Config.StaticPositions);
        Assert.Equal([new LanguagePair("en", "de")], model.Directions);
        Assert.Equal((6, 40), (model.Generation.BeamSize, model.Generation.MaxLength));
    }

    [Fact]
    public void Weights_of_PyTorch_give_the_same_model()
    {
        using var directory = new MarianMtDirectory();
        var expected = ModelImport.Read(directory.Path);

        directory.WriteTorch(asHalf: false);
        var model = ModelImport.Read(directory.Path);

        Assert.Equal(expected.Weights.Names.Order(), model.Weights.Names.Order());
        Assert.All(expected.Weights.Names, name => Assert.Equal(expected.Weights.Find(name).Values, model.Weights.Find(name).Values));
        directory.WriteTorch(asHalf: true);
        Assert.Equal((float)(Half)expected.Weights.Find("final_logits_bias").Values[3], ModelImport.Read(directory.Path).Weights.Find("final_logits_bias").Values[3]);
    }

    [Fact]
    public void Copies_of_shared_weights_must_be_copies()
    {
        using var directory = new MarianMtDirectory();
        var shared = directory.Tensors["model.shared.weight"];
        directory.Tensors["lm_head.weight"] = new(shared.Shape, [.. shared.Values.Select(value => value + 1)]);
        directory.WriteSafetensors();

        Assert.Contains("'lm_head.weight' differs", Assert.Throws<CheckpointException>(() => ModelImport.Read(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.encoder.layernorm_embedding.weight")]
    [InlineData("model.decoder.layers.1.fc1.bias")]
    public void Tensors_that_belong_nowhere_are_refused(string name)
    {
        using var directory = new MarianMtDirectory();
        directory.Tensors[name] = new([2], [1, 2]);
        directory.WriteSafetensors();

        Assert.Contains($"'{name}'", Assert.Throws<CheckpointException>(() => ModelImport.Read(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_architectures_are_refused()
    {
        using var directory = new MarianMtDirectory();
        directory.WriteConfig("t5");

        Assert.Contains("'t5'", Assert.Throws<CheckpointException>(() => ModelImport.Read(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_of_another_size_is_refused()
    {
        using var directory = new MarianMtDirectory();
        directory.WriteConfig(vocabulary: directory.Pieces.Target.Length + 1);

        Assert.Contains("'vocab_size'", Assert.Throws<CheckpointException>(() => ModelImport.Read(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.safetensors", "model.safetensors is missing")]
    [InlineData("source.spm", "source.spm")]
    [InlineData("vocab.json", "vocab.json")]
    public void Missing_files_are_named(string file, string named)
    {
        using var directory = new MarianMtDirectory();
        File.Delete(directory.PathOf(file));

        Assert.Contains(named, Assert.Throws<CheckpointException>(() => ModelImport.Read(directory.Path)).Message, StringComparison.Ordinal);
    }
}
