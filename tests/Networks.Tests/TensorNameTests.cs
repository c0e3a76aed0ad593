using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Torch.Tests;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Tests;

/// <summary>The names and shapes that checkpoints of each family hold; other readers of checkpoints rely on them.</summary>
public sealed class TensorNameTests
{
    private const int V = 19, D = 8, He = 5, Hd = 6, F = 14, P = 16, K = 3;

    private static readonly ModelConfig Config = new()
    {
        ModelType = ModelConfig.EncoderDecoder, VocabularySize = V, Width = D, EncoderLayers = 1, DecoderLayers = 1, EncoderHeads = 2, DecoderHeads = 2,
        EncoderFeedForward = F, DecoderFeedForward = F, EncoderHidden = He, DecoderHidden = Hd, EncoderKernel = K, DecoderKernel = K, MaxPositions = P,
        PadId = V - 1, DecoderStartId = V - 1,
    };

    [TorchFact]
    public void A_recurrent_pair_with_additive_attention_and_input_feeding() => Holds(
        Config with { EncoderKind = LayerKind.Gru, DecoderKind = LayerKind.Lstm, Attention = AttentionKind.Additive, InputFeeding = true },
        ("final_logits_bias", [1, V]),
        ("model.shared.weight", [V, D]),
        ("model.encoder.recurrent.weight_ih_l0", [3 * He, D]),
        ("model.encoder.recurrent.weight_hh_l0", [3 * He, He]),
        ("model.encoder.recurrent.bias_ih_l0", [3 * He]),
        ("model.encoder.recurrent.bias_hh_l0", [3 * He]),
        ("model.encoder.recurrent.weight_ih_l0_reverse", [3 * He, D]),
        ("model.encoder.recurrent.weight_hh_l0_reverse", [3 * He, He]),
        ("model.encoder.recurrent.bias_ih_l0_reverse", [3 * He]),
        ("model.encoder.recurrent.bias_hh_l0_reverse", [3 * He]),
        ("model.decoder.bridge.weight", [2 * Hd, 2 * He]),
        ("model.decoder.bridge.bias", [2 * Hd]),
        ("model.decoder.attention.query.weight", [Hd, Hd]),
        ("model.decoder.attention.key.weight", [Hd, 2 * He]),
        ("model.decoder.attention.key.bias", [Hd]),
        ("model.decoder.attention.score.weight", [1, Hd]),
        ("model.decoder.recurrent.weight_ih_l0", [4 * Hd, D + (2 * He) + D]),
        ("model.decoder.recurrent.weight_hh_l0", [4 * Hd, Hd]),
        ("model.decoder.recurrent.bias_ih_l0", [4 * Hd]),
        ("model.decoder.recurrent.bias_hh_l0", [4 * Hd]),
        ("model.decoder.readout.weight", [D, Hd + (2 * He) + D]),
        ("model.decoder.readout.bias", [D]));

    [TorchFact]
    public void A_recurrent_pair_from_a_learned_context_with_embeddings_and_output_of_its_own() => Holds(
        Config with
        {
            EncoderKind = LayerKind.Rnn, DecoderKind = LayerKind.Gru, BidirectionalEncoder = false, SharedEmbeddings = false, TiedOutput = false,
            Context = ContextKind.Transform, ContextUses = [ContextUse.Input],
        },
        ("final_logits_bias", [1, V]),
        ("lm_head.weight", [V, D]),
        ("model.encoder.embed_tokens.weight", [V, D]),
        ("model.decoder.embed_tokens.weight", [V, D]),
        ("model.encoder.recurrent.weight_ih_l0", [He, D]),
        ("model.encoder.recurrent.weight_hh_l0", [He, He]),
        ("model.encoder.recurrent.bias_ih_l0", [He]),
        ("model.encoder.recurrent.bias_hh_l0", [He]),
        ("model.decoder.context.inner.weight", [He, He]),
        ("model.decoder.context.inner.bias", [He]),
        ("model.decoder.context.outer.weight", [He, He]),
        ("model.decoder.context.outer.bias", [He]),
        ("model.decoder.recurrent.weight_ih_l0", [3 * Hd, D + He]),
        ("model.decoder.recurrent.weight_hh_l0", [3 * Hd, Hd]),
        ("model.decoder.recurrent.bias_ih_l0", [3 * Hd]),
        ("model.decoder.recurrent.bias_hh_l0", [3 * Hd]),
        ("model.decoder.readout.weight", [D, Hd]),
        ("model.decoder.readout.bias", [D]));

    [TorchFact]
    public void A_convolutional_pair_with_learned_positions() => Holds(
        Config with { EncoderKind = LayerKind.Conv, DecoderKind = LayerKind.Conv, StaticPositions = false },
        ("final_logits_bias", [1, V]),
        ("model.shared.weight", [V, D]),
        ("model.encoder.embed_positions.weight", [P, D]),
        ("model.encoder.input.weight", [He, D]),
        ("model.encoder.input.bias", [He]),
        ("model.encoder.layers.0.conv.weight", [2 * He, He, K]),
        ("model.encoder.layers.0.conv.bias", [2 * He]),
        ("model.encoder.output.weight", [D, He]),
        ("model.encoder.output.bias", [D]),
        ("model.decoder.embed_positions.weight", [P, D]),
        ("model.decoder.input.weight", [Hd, D]),
        ("model.decoder.input.bias", [Hd]),
        ("model.decoder.layers.0.conv.weight", [2 * Hd, Hd, K]),
        ("model.decoder.layers.0.conv.bias", [2 * Hd]),
        ("model.decoder.layers.0.attention.query.weight", [D, Hd]),
        ("model.decoder.layers.0.attention.query.bias", [D]),
        ("model.decoder.layers.0.attention.output.weight", [Hd, D]),
        ("model.decoder.layers.0.attention.output.bias", [Hd]),
        ("model.decoder.output.weight", [D, Hd]),
        ("model.decoder.output.bias", [D]));

    [TorchFact]
    public void A_prefix_model_has_one_stack_with_a_decoders_name() => Holds(
        Config with { ModelType = ModelConfig.DecoderOnly, NormalizeBefore = true, StaticPositions = false },
        [
            ("final_logits_bias", [1, V]),
            ("model.shared.weight", [V, D]),
            ("model.decoder.embed_positions.weight", [P, D]),
            .. Attention("model.decoder.layers.0.self_attn", D),
            .. Norm("model.decoder.layers.0.self_attn_layer_norm"),
            .. Inner("model.decoder.layers.0"),
            .. Norm("model.decoder.layers.0.final_layer_norm"),
            .. Norm("model.decoder.layer_norm"),
        ]);

    [TorchFact]
    public void A_Transformer_decoder_takes_outputs_of_another_width() => Holds(
        Config with { EncoderKind = LayerKind.Rnn },
        [
            ("final_logits_bias", [1, V]),
            ("model.shared.weight", [V, D]),
            .. new[] { "", "_reverse" }.SelectMany(way => new (string, long[])[]
            {
                ($"model.encoder.recurrent.weight_ih_l0{way}", [He, D]),
                ($"model.encoder.recurrent.weight_hh_l0{way}", [He, He]),
                ($"model.encoder.recurrent.bias_ih_l0{way}", [He]),
                ($"model.encoder.recurrent.bias_hh_l0{way}", [He]),
            }),
            .. Attention("model.decoder.layers.0.self_attn", D),
            .. Norm("model.decoder.layers.0.self_attn_layer_norm"),
            .. Attention("model.decoder.layers.0.encoder_attn", 2 * He),
            .. Norm("model.decoder.layers.0.encoder_attn_layer_norm"),
            .. Inner("model.decoder.layers.0"),
            .. Norm("model.decoder.layers.0.final_layer_norm"),
        ]);

    private static void Holds(ModelConfig config, params (string Name, long[] Shape)[] expected)
    {
        using var network = NetworkFactory.Create(config);

        var actual = network.state_dict().Select(named => $"{named.Key} [{string.Join(',', named.Value.shape)}]");

        Assert.Equal(expected.Select(named => $"{named.Name} [{string.Join(',', named.Shape)}]").Order(), actual.Order());
    }

    private static (string Name, long[] Shape)[] Attention(string prefix, int memory) =>
    [
        ($"{prefix}.q_proj.weight", [D, D]), ($"{prefix}.q_proj.bias", [D]), ($"{prefix}.k_proj.weight", [D, memory]), ($"{prefix}.k_proj.bias", [D]),
        ($"{prefix}.v_proj.weight", [D, memory]), ($"{prefix}.v_proj.bias", [D]), ($"{prefix}.out_proj.weight", [D, D]), ($"{prefix}.out_proj.bias", [D]),
    ];

    private static (string Name, long[] Shape)[] Inner(string prefix) =>
        [($"{prefix}.fc1.weight", [F, D]), ($"{prefix}.fc1.bias", [F]), ($"{prefix}.fc2.weight", [D, F]), ($"{prefix}.fc2.bias", [D])];

    private static (string Name, long[] Shape)[] Norm(string prefix) => [($"{prefix}.weight", [D]), ($"{prefix}.bias", [D])];
}
