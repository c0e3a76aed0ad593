using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks;
using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Objectives;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Speed;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Tests.Speed;

public sealed class TrainingCostTests
{
    private const double D = 32, F = 64, H = 32, V = 50, B = 3, S = 12, T = 9, N = 7;

    [TorchTheory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_transformer_needs_what_its_matrices_and_its_attention_need(bool tied, bool shared)
    {
        var config = Config("transformer") with { TiedOutput = tied, SharedEmbeddings = shared, StaticPositions = false };

        var encoder = S * ((4 * D * D) + (2 * D * F));
        var decoder = (T * ((6 * D * D) + (2 * D * F))) + (S * 2 * D * D);   // keys and values of the source are made of its tokens
        var attention = 2 * D * ((S * S) + (T * T) + (T * S)) / B;
        Assert.Equal(6 * (encoder + decoder + (N * V * D) + attention), Cost(config));
    }

    [TorchFact]
    public void Recurrent_networks_need_their_gates_and_their_attention()
    {
        var config = Config("gru");   // reads both ways: outputs of 2 H

        var encoder = S * 2 * ((3 * H * D) + (3 * H * H));
        var gates = T * ((3 * H * (D + (2 * H))) + (3 * H * H));
        var attention = (T * H * H) + (T * H) + (S * 2 * H * H) + (T * S / B * (H + (2 * H)));   // query, score, keys; and each token with each
        var (bridge, readout) = (B * 2 * H * H, T * D * (H + (2 * H) + D));
        Assert.Equal(6 * (encoder + gates + attention + bridge + readout + (N * V * D)), Cost(config));
    }

    [TorchFact]
    public void A_prefix_language_model_reads_both_sides_with_one_stack()
    {
        var config = Config("prefix");

        var stack = (S + T) * config.DecoderLayers * ((4 * D * D) + (2 * D * config.DecoderFeedForward));
        var attention = config.DecoderLayers * 2 * D * ((S * S) + (T * S) + (T * T)) / B;
        Assert.Equal(6 * (stack + attention + (N * V * D)), Cost(config));
    }

    [TorchFact]
    public void Padding_of_a_batch_is_no_need()
    {
        var config = Config("conv");
        using var network = NetworkFactory.Create(config);
        using var batch = new Translation(config.PadId, config.DecoderStartId).Prepare([new([5, 6, 7, 0], [7, 0]), new([8, 0], [8, 9, 0])], step: 1, CPU);
        var cost = new TrainingCost(network);

        Assert.Equal(cost.OperationsOf(rows: 2, source: 6, target: 5, judged: 5), cost.OperationsOf(batch));
    }

    [TorchFact]
    public void The_peak_is_measured_once_for_a_device_a_precision_and_a_number_of_threads()
    {
        set_num_threads(1);

        var peak = MatrixPeak.Of(CPU, ScalarType.Float32);

        Assert.InRange(peak, 1e8, 1e15);
        Assert.Equal(peak, MatrixPeak.Of(CPU, ScalarType.Float32));
        Assert.NotEqual(peak, MatrixPeak.Of(CPU, ScalarType.BFloat16));
    }

    private static double Cost(ModelConfig config)
    {
        using var network = NetworkFactory.Create(config);
        return new TrainingCost(network).OperationsOf(B, S, T, N);
    }

    private static ModelConfig Config(string family) =>
        ModelConfigs.Shape(TinyModels.Of(family) with { MaxPositions = 32 }) with { VocabularySize = (int)V, PadId = 49, DecoderStartId = 49 };
}
