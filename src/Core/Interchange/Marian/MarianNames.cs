namespace Seq2SeqService.Core.Interchange.Marian;

/// <summary>What Marian calls the parts of a Transformer. Its layers count from 1, and its matrices are [inputs, outputs].</summary>
internal static class MarianNames
{
    public const string Shared = "Wemb", SourceEmbedding = "encoder_Wemb", TargetEmbedding = "decoder_Wemb";
    public const string OutputBias = "decoder_ff_logit_out_b", Output = "decoder_ff_logit_out_W", OutputTransposed = "decoder_ff_logit_out_Wt";

    private static readonly Dictionary<string, string> Linears = new()
    {
        ["self_attn.q_proj"] = "self_{0}q",
        ["self_attn.k_proj"] = "self_{0}k",
        ["self_attn.v_proj"] = "self_{0}v",
        ["self_attn.out_proj"] = "self_{0}o",
        ["encoder_attn.q_proj"] = "context_{0}q",
        ["encoder_attn.k_proj"] = "context_{0}k",
        ["encoder_attn.v_proj"] = "context_{0}v",
        ["encoder_attn.out_proj"] = "context_{0}o",
        ["fc1"] = "ffn_{0}1",
        ["fc2"] = "ffn_{0}2",
    };

    private static readonly Dictionary<string, string> Norms = new()
    {
        ["self_attn_layer_norm"] = "self_Wo_ln",
        ["encoder_attn_layer_norm"] = "context_Wo_ln",
        ["final_layer_norm"] = "ffn_ffn_ln",
    };

    public static string Weight(LinearSite site) => Part(site, "W");

    public static string Bias(LinearSite site) => Part(site, "b");

    public static string Gain(NormSite site, bool isBefore) => $"{Layer(site.Layer)}_{Norms[site.Part]}_scale{Suffix(isBefore)}";

    public static string Offset(NormSite site, bool isBefore) => $"{Layer(site.Layer)}_{Norms[site.Part]}_bias{Suffix(isBefore)}";

    /// <summary>The norm behind the last layer.</summary>
    public static (string Gain, string Offset) TopNorm(string side) => ($"{side}_top_ln_scale", $"{side}_top_ln_bias");

    private static string Part(LinearSite site, string letter) => $"{Layer(site.Layer)}_{Linears[site.Part].Replace("{0}", letter, StringComparison.Ordinal)}";

    private static string Layer(LayerSite layer) => $"{layer.Side}_l{layer.Index + 1}";

    private static string Suffix(bool isBefore) => isBefore ? "_pre" : "";
}
