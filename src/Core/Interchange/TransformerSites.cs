using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange;

/// <summary>A layer of a stack, counted from 0.</summary>
/// <param name="Side"><c>encoder</c> or <c>decoder</c>.</param>
internal sealed record LayerSite(string Side, int Index)
{
    /// <summary>In the MarianMT layout.</summary>
    public string Name => $"model.{Side}.layers.{Index}";
}

/// <summary>A linear layer, weight [<paramref name="Outputs"/>, <paramref name="Inputs"/>] and bias [<paramref name="Outputs"/>].</summary>
/// <param name="Part">Its place in the layer, as MarianMT calls it, such as <c>self_attn.q_proj</c>.</param>
internal sealed record LinearSite(LayerSite Layer, string Part, int Outputs, int Inputs)
{
    public string Name => $"{Layer.Name}.{Part}";
}

/// <summary>A layer norm, gain and bias [D].</summary>
/// <param name="Part">Its place in the layer, as MarianMT calls it, such as <c>final_layer_norm</c>.</param>
internal sealed record NormSite(LayerSite Layer, string Part)
{
    public string Name => $"{Layer.Name}.{Part}";
}

/// <summary>Everything that the layers of a Transformer hold: what every format has under names of its own.</summary>
internal static class TransformerSites
{
    public const string Encoder = "encoder", Decoder = "decoder";
    public const string SelfAttention = "self_attn", SourceAttention = "encoder_attn", Inner = "fc1", Outer = "fc2", FinalNorm = "final_layer_norm";

    public static readonly string[] Sides = [Encoder, Decoder];

    public static IEnumerable<LayerSite> Layers(ModelConfig config) =>
        Sides.SelectMany(side => Enumerable.Range(0, side == Encoder ? config.EncoderLayers : config.DecoderLayers).Select(layer => new LayerSite(side, layer)));

    /// <summary>Attentions of a layer: its own, and in the decoder that to the source.</summary>
    public static string[] Attentions(LayerSite layer) => layer.Side == Encoder ? [SelfAttention] : [SelfAttention, SourceAttention];

    public static IEnumerable<LinearSite> Linears(ModelConfig config) => Layers(config).SelectMany(layer => Linears(config, layer));

    public static IEnumerable<NormSite> Norms(ModelConfig config) => Layers(config).SelectMany(layer =>
        Attentions(layer).Select(attention => new NormSite(layer, NormOf(attention))).Append(new NormSite(layer, FinalNorm)));

    public static string NormOf(string attention) => $"{attention}_layer_norm";

    /// <summary>The norm behind the last layer of a side, which only pre-norm stacks have.</summary>
    public static string TopNorm(string side) => $"model.{side}.layer_norm";

    public static string Positions(string side) => $"model.{side}.embed_positions.weight";

    private static IEnumerable<LinearSite> Linears(ModelConfig config, LayerSite layer)
    {
        var feedForward = layer.Side == Encoder ? config.EncoderFeedForward : config.DecoderFeedForward;
        return
        [
            .. Attentions(layer).SelectMany(_ => (string[])["q_proj", "k_proj", "v_proj", "out_proj"], (attention, part) => $"{attention}.{part}")
                .Select(part => new LinearSite(layer, part, config.Width, config.Width)),
            new(layer, Inner, feedForward, config.Width),
            new(layer, Outer, config.Width, feedForward),
        ];
    }
}
