using System.Text.Json.Serialization;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>How a model likes to be decoded, as stored in <c>generation_config.json</c> (Hugging Face's keys).</summary>
public sealed record GenerationConfig
{
    [JsonPropertyName("num_beams")]
    public int BeamSize { get; init; } = 4;

    /// <summary>Exponent α of the length normalisation: score = Σ log p / length^α.</summary>
    [JsonPropertyName("length_penalty")]
    public double LengthPenalty { get; init; } = 1.0;

    /// <summary>Longest output in tokens.</summary>
    [JsonPropertyName("max_length")]
    public int MaxLength { get; init; } = 512;

    /// <summary>Tokens that are never produced, as Hugging Face's one-token sequences.</summary>
    [JsonPropertyName("bad_words_ids")]
    public IReadOnlyList<IReadOnlyList<int>> BadWords { get; init; } = [];

    /// <summary>
    /// Attention heads that show which words go together, each as layer, head and step: 0 where it shows the token of its step, 1 where it
    /// shows the token before. Hugging Face's Whisper has the first two numbers under this name; none means the mean of all heads.
    /// </summary>
    [JsonPropertyName("alignment_heads")]
    public IReadOnlyList<IReadOnlyList<int>> AlignmentHeads { get; init; } = [];
}
