using System.Text.Json.Serialization;

namespace Seq2SeqService.Core.Interchange.CTranslate2;

/// <summary>The <c>config.json</c> of a CTranslate2 directory.</summary>
internal sealed record ModelSettings
{
    [JsonPropertyName("bos_token")]
    public string? BosToken { get; init; } = "<s>";

    [JsonPropertyName("eos_token")]
    public string? EosToken { get; init; } = "</s>";

    [JsonPropertyName("unk_token")]
    public string? UnknownToken { get; init; } = "<unk>";

    [JsonPropertyName("decoder_start_token")]
    public string? DecoderStartToken { get; init; } = "<s>";

    [JsonPropertyName("add_source_bos")]
    public bool AddSourceBos { get; init; }

    [JsonPropertyName("add_source_eos")]
    public bool AddSourceEos { get; init; }

    [JsonPropertyName("layer_norm_epsilon")]
    public double? LayerNormEpsilon { get; init; }

    [JsonPropertyName("multi_query_attention")]
    public bool MultiQueryAttention { get; init; }
}
