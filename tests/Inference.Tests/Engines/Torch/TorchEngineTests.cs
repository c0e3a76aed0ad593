using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Torch;
using Seq2SeqService.Networks;
using Seq2SeqService.Torch.Tests;
using TorchSharp;

namespace Seq2SeqService.Inference.Tests.Engines.Torch;

public sealed class TorchEngineTests
{
    private static readonly ModelConfig Config = new()
    {
        ModelType = ModelConfig.EncoderDecoder, VocabularySize = 20, Width = 8, EncoderLayers = 1, DecoderLayers = 2, EncoderHeads = 2, DecoderHeads = 2,
        EncoderFeedForward = 8, DecoderFeedForward = 8, EncoderHidden = 6, DecoderHidden = 6, MaxPositions = 30, PadId = 19, DecoderStartId = 19,
    };

    public static TheoryData<LayerKind, AttentionKind> Decoders => new()
    {
        { LayerKind.Gru, AttentionKind.General }, { LayerKind.Lstm, AttentionKind.MultiHead }, { LayerKind.Transformer, AttentionKind.None },
        { LayerKind.Conv, AttentionKind.None },
    };

    [TorchTheory]
    [MemberData(nameof(Decoders))]
    public void Every_row_gets_a_weight_for_each_token_of_its_own_source(LayerKind decoder, AttentionKind attention) =>
        ShowsWeights(Config with { EncoderKind = LayerKind.Gru, DecoderKind = decoder, Attention = attention });

    [TorchFact]
    public void A_prefix_model_shows_the_share_of_the_source_alone() => ShowsWeights(Config with { ModelType = ModelConfig.DecoderOnly });

    [TorchFact]
    public void Weights_are_given_only_where_they_are_asked_for()
    {
        using var engine = Engine(Config with { DecoderKind = LayerKind.Conv });
        using var state = engine.Encode([[1, 2, 0]]);
        var output = new StepOutput();

        state.Step(new StepInput { Tokens = [19], Candidates = 1, WithAttention = true }, output);
        state.Step(new StepInput { Tokens = [3], Candidates = 1 }, output);

        Assert.Empty(output.Attention);
    }

    [TorchFact]
    public void A_prefix_model_has_half_of_its_positions_for_either_side()
    {
        using var pair = Engine(Config);
        using var prefix = Engine(Config with { ModelType = ModelConfig.DecoderOnly });
        Assert.Equal((30, 15), (pair.MaxPositions, prefix.MaxPositions));

        using var state = prefix.Encode([[.. Enumerable.Range(0, 15)]]);
        var output = new StepOutput();
        for (var step = 0; step < 15; step++)
            state.Step(new StepInput { Tokens = [step], Candidates = 1 }, output);

        Assert.True(float.IsFinite(output.LogProbabilities[0]));
    }

    [TorchFact]
    public void A_model_that_cannot_translate_is_refused_when_it_is_loaded()
    {
        Assert.Contains("cannot be served", Refusal(Config with { ModelType = ModelConfig.EncoderOnly }), StringComparison.Ordinal);
        Assert.Contains("share them", Refusal(Config with { ModelType = ModelConfig.DecoderOnly, MaxPositions = 1 }), StringComparison.Ordinal);
    }

    [TorchFact]
    public void Weights_that_do_not_fit_are_named_and_leave_no_tensors_behind()
    {
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var error = Assert.Throws<CheckpointException>(() => new TorchEngine(Config, new ModelWeights(new Dictionary<string, WeightTensor>())));

        Assert.Contains("no tensor", error.Message, StringComparison.Ordinal);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static string Refusal(ModelConfig config) => Assert.Throws<CheckpointException>(() => Engine(config)).Message;

    private static void ShowsWeights(ModelConfig config)
    {
        using var engine = Engine(config);
        using var state = engine.Encode([[1, 2, 3, 4, 0], [5, 0]]);
        var output = new StepOutput();

        state.Step(new StepInput { Tokens = [19, 19], Candidates = 2, WithAttention = true }, output);
        state.Select([1, 0, 1]);
        state.Step(new StepInput { Tokens = [3, 4, 5], Candidates = 2, WithAttention = true }, output);

        Assert.True(engine.HasAttention);
        Assert.Equal([2, 5, 2], output.Attention.Select(row => row.Length));
        Assert.All(output.Attention, row => Assert.Equal(1, row.Sum(), 1e-5f));
    }

    private static TorchEngine Engine(ModelConfig config)
    {
        using var network = NetworkFactory.Create(config);
        return new TorchEngine(config, new ModelWeights(NetworkWeights.Copy(network).ToDictionary(named => named.Name, named => named.Tensor)));
    }
}
