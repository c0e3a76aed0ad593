using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.CTranslate2;

/// <summary>
/// What CTranslate2 calls the parts of a Transformer. Queries, keys and values of a layer's own attention are one matrix, keys and values of
/// the attention to the source another.
/// </summary>
internal static class VariableNames
{
    public const string SourceEmbedding = "encoder/embeddings_0/weight", OldSourceEmbedding = "encoder/embeddings/weight";
    public const string TargetEmbedding = "decoder/embeddings/weight";
    public const string Output = "decoder/projection/weight", OutputBias = "decoder/projection/bias";

    public static string Positions(string side) => $"{side}/position_encodings/encodings";

    public static string TopNorm(string side) => $"{side}/layer_norm";

    /// <summary>The name of a norm and of what it belongs to, by MarianMT's.</summary>
    public static string Norm(NormSite site) => $"{Layer(site.Layer)}/{site.Part switch
    {
        TransformerSites.FinalNorm => "ffn",
        _ when site.Part == TransformerSites.NormOf(TransformerSites.SelfAttention) => "self_attention",
        _ => "attention",
    }}/layer_norm";

    /// <summary>The matrices of a layer, each with the parts of MarianMT that it holds one below the other.</summary>
    public static IEnumerable<(string Name, LinearSite[] Parts)> Matrices(ModelConfig config, LayerSite layer)
    {
        var sites = TransformerSites.Linears(config).Where(site => site.Layer == layer).ToDictionary(site => site.Part);
        LinearSite[] Parts(params string[] parts) => [.. parts.Select(part => sites[part])];

        yield return ($"{Layer(layer)}/self_attention/linear_0", Parts("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"));
        yield return ($"{Layer(layer)}/self_attention/linear_1", Parts("self_attn.out_proj"));
        if (layer.Side == TransformerSites.Decoder)
        {
            yield return ($"{Layer(layer)}/attention/linear_0", Parts("encoder_attn.q_proj"));
            yield return ($"{Layer(layer)}/attention/linear_1", Parts("encoder_attn.k_proj", "encoder_attn.v_proj"));
            yield return ($"{Layer(layer)}/attention/linear_2", Parts("encoder_attn.out_proj"));
        }

        yield return ($"{Layer(layer)}/ffn/linear_0", Parts(TransformerSites.Inner));
        yield return ($"{Layer(layer)}/ffn/linear_1", Parts(TransformerSites.Outer));
    }

    private static string Layer(LayerSite layer) => $"{layer.Side}/layer_{layer.Index}";
}
