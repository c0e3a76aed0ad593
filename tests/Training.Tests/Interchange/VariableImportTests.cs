using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange;
using Seq2SeqService.Core.Tests.Interchange;

namespace Seq2SeqService.Training.Tests.Interchange;

public sealed class VariableImportTests
{
    public static TheoryData<string> Kinds => [.. Named.Keys];

    private static readonly Dictionary<string, VariableKind> Named = new()
    {
        ["of OPUS-MT: zeros to start from, stored positions"] = new() { StartsFromZeros = true, StoresPositions = true },
        ["of OpenNMT: a piece to start from, computed positions, pre-norm"] = new() { IsPreNorm = true },
        ["8 bits"] = new() { IsQuantized = true, StoresPositions = true },
        ["two vocabularies, another epsilon"] = new() { HasTwoVocabularies = true, StoresPositions = true, Epsilon = 0.1 },
        ["version 3"] = new(3) { IsPreNorm = true },
        ["version 3 in 8 bits"] = new(3) { IsQuantized = true, StartsFromZeros = true },
        ["version 5, 8 bits, zeros, two vocabularies"] = new(5) { IsQuantized = true, StartsFromZeros = true, HasTwoVocabularies = true },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Imported_models_give_the_log_probabilities_of_the_equations(string kind)
    {
        using var directory = new VariableDirectory(Named[kind]);

        var model = ModelImport.Read(directory.Path);

        Assert.True(directory.Difference(model) < 1e-5);
        Assert.Equal(Named[kind].StoresPositions, model.Config.StaticPositions);
    }

    [Theory]
    [InlineData("decoder/layer_0/ffn/linear_0_noact/weight", "'decoder/layer_0/ffn/linear_0_noact/weight'")]
    [InlineData("encoder/layernorm_embedding/gamma", "'encoder/layernorm_embedding/gamma'")]
    [InlineData("encoder/layer_0/self_attention/relative_position_keys", "relative_position_keys")]
    public void Parts_that_this_project_does_not_compute_are_refused_by_name(string tensor, string named)
    {
        using var directory = new VariableDirectory(new());
        directory.Tensors[tensor] = new ForeignTensor([2, 2], [1, 2, 3, 4]);
        directory.Write();

        Assert.Contains(named, Assert.Throws<CheckpointException>(() => ModelImport.Read(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("decoder/alibi", 1, "'alibi'")]
    [InlineData("encoder/multi_query_attention", 1, "'multi_query_attention'")]
    [InlineData("decoder/activation", 2, "'activation' is 0 in the encoder and 2 in the decoder")]
    public void Switches_that_change_what_is_computed_are_refused(string setting, int value, string named)
    {
        using var directory = new VariableDirectory(new());
        directory.Settings[setting] = value;
        directory.Write();

        Assert.Contains(named, Assert.Throws<CheckpointException>(() => ModelImport.Read(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("source.spm", "source.spm is missing")]
    [InlineData("shared_vocabulary.json", "shared_vocabulary.json is missing")]
    public void Missing_files_are_named(string file, string named)
    {
        using var directory = new VariableDirectory(new());
        File.Delete(directory.PathOf(file));

        Assert.Contains(named, Assert.Throws<CheckpointException>(() => ModelImport.Read(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_layer_under_very_many_names_is_refused_before_it_is_copied()
    {
        using var directory = new VariableDirectory(new());
        foreach (var name in directory.Tensors.Keys.Where(name => name.StartsWith("encoder/layer_0/", StringComparison.Ordinal)).ToList())
        {
            for (var layer = 1; layer < 1000; layer++)
                directory.Aliases[name.Replace("layer_0", $"layer_{layer}", StringComparison.Ordinal)] = name;
        }

        directory.Write();

        Assert.Contains("more than 128 layers", Assert.Throws<CheckpointException>(() => ModelImport.Read(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_kind_of_model_is_refused()
    {
        using var directory = new VariableDirectory(new());
        var bytes = File.ReadAllBytes(directory.PathOf("model.bin"));
        bytes[6] = (byte)'W';
        File.WriteAllBytes(directory.PathOf("model.bin"), bytes);

        Assert.Contains("'WransformerSpec'", Assert.Throws<CheckpointException>(() => ModelImport.Read(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "eos_token": "<eos>" }""", "'<eos>'")]
    [InlineData("""{ "add_source_bos": true }""", "'add_source_bos'")]
    [InlineData("""{ "decoder_start_token": "<2de>" }""", "'<2de>'")]
    [InlineData("""[]""", "not a JSON object")]
    public void Settings_that_would_change_outputs_are_refused(string settings, string named)
    {
        using var directory = new VariableDirectory(new());
        File.WriteAllText(directory.PathOf("config.json"), settings);

        Assert.Contains(named, Assert.Throws<CheckpointException>(() => ModelImport.Read(directory.Path)).Message, StringComparison.Ordinal);
    }
}
