using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Engines.Torch;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;
using Seq2SeqService.Inference.Tests.Models;
using Seq2SeqService.Torch.Tests;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu;

public sealed class PrecisionChoiceTests : IDisposable
{
    private readonly TestModels _models = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void Stored_8_bits_and_8_bits_rounded_while_loading_compute_the_same_bit_for_bit(string name)
    {
        var model = RandomModel.Of(Fitted(SmallModels.All[name]));
        var floats = Publish(model, "floats", CheckpointFiles.Weights);
        var stored = Publish(model, "stored", CheckpointFiles.Int8Weights);

        var expected = Outputs(floats, PrecisionChoice.Int8);

        using var rounding = new CpuEngine(model.Config, floats.ReadWeights(), new CpuEngineOptions { Threads = 1, Precision = CpuPrecision.Int8 });
        Assert.Equal(expected, Outputs(floats, rounding));
        Assert.Equal(expected, Outputs(stored, PrecisionChoice.Int8));
        Assert.Equal(expected, Outputs(stored, PrecisionChoice.Auto));
        Assert.NotEqual(expected, Outputs(floats, PrecisionChoice.Auto));   // the rounding is seen, so these are no empty words
    }

    [Fact]
    public void Fp32_takes_the_floats_where_both_are_stored_and_else_what_the_8_bits_stand_for()
    {
        var model = RandomModel.Of(TestModels.Config);
        var both = Publish(model, "both", CheckpointFiles.Weights, CheckpointFiles.Int8Weights);
        var alone = Publish(model, "alone", CheckpointFiles.Int8Weights);
        using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 1 });
        using var rounded = new CpuEngine(model.Config, alone.ReadWeights(), new CpuEngineOptions { Threads = 1 });

        Assert.Equal(Outputs(both, engine), Outputs(both, PrecisionChoice.Fp32));
        Assert.Equal(Outputs(alone, rounded), Outputs(alone, PrecisionChoice.Fp32));
        Assert.NotEqual(Outputs(both, PrecisionChoice.Fp32), Outputs(both, PrecisionChoice.Auto));
    }

    [Fact]
    public void An_engine_says_in_what_it_computes()
    {
        var both = Publish(RandomModel.Of(TestModels.Config), "both", CheckpointFiles.Weights, CheckpointFiles.Int8Weights);

        Assert.Equal(
            ["cpu-int8", "cpu-fp32", "cpu-int8"],
            new[] { PrecisionChoice.Auto, PrecisionChoice.Fp32, PrecisionChoice.Int8 }.Select(choice => NameOf(both, choice)));
    }

    [TorchFact]
    public void Torch_reads_8_bits_that_are_alone_as_floats()
    {
        var alone = Publish(RandomModel.Of(TestModels.Config), "alone", CheckpointFiles.Int8Weights);
        using var torch = new TorchEngineFactory().Create(alone, new InferenceOptions());
        using var cpu = PrecisionChoice.Load(alone, PrecisionChoice.Fp32, threads: 1);

        Assert.Equal(Translate(alone, cpu)[0].Tokens, Translate(alone, torch)[0].Tokens);
        Assert.Equal(Translate(alone, cpu)[0].Score, Translate(alone, torch)[0].Score, 1e-4);
    }

    [Fact]
    public void A_choice_that_does_not_exist_is_a_mistake_of_the_caller()
    {
        var floats = Publish(RandomModel.Of(TestModels.Config), "floats", CheckpointFiles.Weights);

        Assert.Throws<ArgumentOutOfRangeException>(() => PrecisionChoice.Load(floats, "int4"));
    }

    private static ModelConfig Fitted(ModelConfig config) => config with
    {
        VocabularySize = TestModels.Config.VocabularySize, PadId = TestModels.Config.PadId, EosId = TestModels.Config.EosId,
        DecoderStartId = TestModels.Config.DecoderStartId,
    };

    private Checkpoint Publish(RandomModel model, string version, params string[] weightFiles)
    {
        var contents = TestModels.Contents("en-de") with
        {
            Config = model.Config,
            Weights = [.. model.Tensors.Select(tensor => new WeightSource(tensor.Key, tensor.Value.Shape, tensor.Value.Values))],
            Int8Weights = model.Weights.Quantize(),
        };
        var whole = CheckpointPublisher.Publish(_models.Root, "whole", contents, version);
        string[] others = [CheckpointFiles.Weights, CheckpointFiles.Int8Weights];
        var kept = whole.Files.Where(file => !others.Contains(file) || weightFiles.Contains(file));
        return CheckpointPublisher.Publish(_models.Root, "kept", [.. kept.Select(file => CheckpointFile.Copy(Path.Combine(whole.Directory, file)))], version);
    }

    private static string NameOf(Checkpoint checkpoint, string choice)
    {
        using var engine = PrecisionChoice.Load(checkpoint, choice, threads: 1);
        return engine.Name;
    }

    private static string Outputs(Checkpoint checkpoint, string choice)
    {
        using var engine = PrecisionChoice.Load(checkpoint, choice, threads: 1);
        return Outputs(checkpoint, engine);
    }

    /// <summary>Tokens and the bits of the scores.</summary>
    private static string Outputs(Checkpoint checkpoint, IEngine engine) => string.Join(
        '\n', Translate(checkpoint, engine).Select(found => $"{string.Join(' ', found.Tokens)} {BitConverter.DoubleToInt64Bits(found.Score):X}"));

    private static IReadOnlyList<Hypothesis> Translate(Checkpoint checkpoint, IEngine engine)
    {
        var sources = new[] { "The fox.", "Zebras jump over the lazy dog!" }.Select(text => checkpoint.Tokenizer.EncodeSource(text, "de")).ToList();
        var options = DecodingOptions.Of(checkpoint.Generation) with { BeamSize = 2, MaxLength = 6 };
        var translator = new SentenceTranslator("test", engine, checkpoint.Config, checkpoint.Generation);
        return [.. translator.Translate(sources, options, TestContext.Current.CancellationToken).Select(best => best[0])];
    }
}
