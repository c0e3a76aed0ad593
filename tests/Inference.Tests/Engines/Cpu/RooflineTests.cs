using Seq2SeqService.Benchmarks.Engine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu;

public sealed class RooflineTests
{
    private const double BytesPerSecond = 1e9;

    private static readonly ModelConfig Config = new()
    {
        ModelType = ModelConfig.Marian, VocabularySize = 1000, Width = 64, EncoderLayers = 3, DecoderLayers = 2,
        EncoderFeedForward = 96, DecoderFeedForward = 160, PadId = 999, DecoderStartId = 999,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_step_reads_every_matrix_of_the_decoder_but_those_that_remember_the_source(int weightBytes)
    {
        var matrices = FamilyTensors.Of(Config).Where(tensor =>
            tensor.Name == "model.shared.weight" || (tensor.Name.StartsWith("model.decoder", StringComparison.Ordinal) && tensor.Shape.Length == 2));
        var remembered = matrices.Where(tensor =>
            tensor.Name.Contains("encoder_attn.k_proj", StringComparison.Ordinal) || tensor.Name.Contains("encoder_attn.v_proj", StringComparison.Ordinal));

        var roofline = new Roofline(Config, new Workload(Batch: 1, Beam: 1, SourceTokens: 5, OutputTokens: 3), weightBytes);

        Assert.Equal(matrices.Except(remembered).Sum(tensor => tensor.Shape[0] * tensor.Shape[1]) * weightBytes, roofline.StepWeightBytes);
    }

    [Fact]
    public void One_more_token_takes_the_reading_of_all_weights_and_memories_where_computing_is_free()
    {
        var limits = new Limits(double.PositiveInfinity, double.PositiveInfinity, BytesPerSecond);
        var work = new Workload(Batch: 3, Beam: 1, SourceTokens: 5, OutputTokens: 7);
        var shorter = new Roofline(Config, work with { OutputTokens = 6 }, weightBytes: 4);
        var longer = new Roofline(Config, work, weightBytes: 4);

        var positions = work.SourceTokens + work.OutputTokens;
        var memories = 2 * sizeof(float) * work.Batch * positions * Config.Width * Config.DecoderLayers;
        Assert.Equal((longer.StepWeightBytes + memories) / BytesPerSecond, longer.Seconds(limits) - shorter.Seconds(limits), 1e-12);
    }

    [Fact]
    public void Twice_the_batch_takes_twice_the_computing_where_reading_is_free()
    {
        var limits = new Limits(1e9, 4e9, double.PositiveInfinity);
        var work = new Workload(Batch: 8, Beam: 4, SourceTokens: 5, OutputTokens: 7);

        var seconds = new Roofline(Config, work, weightBytes: 1).Seconds(limits);

        Assert.Equal(2 * seconds, new Roofline(Config, work with { Batch = 16 }, weightBytes: 1).Seconds(limits), 1e-9);
    }
}
