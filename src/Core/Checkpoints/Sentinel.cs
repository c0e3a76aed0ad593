using System.Text.Json.Serialization;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>One sentence of a version's sentinel set, with what the version made of it when it was published.</summary>
/// <param name="SourceLanguage">ISO 639-1 code; null for a model without languages, together with <paramref name="TargetLanguage"/>.</param>
/// <param name="Reference">A human translation.</param>
/// <param name="Output">The version's own translation, for people who look into why scores changed.</param>
/// <param name="Chrf">chrF of the output against the reference, 0 to 100.</param>
public sealed record Sentinel(
    [property: JsonPropertyName("source_language")] string? SourceLanguage,
    [property: JsonPropertyName("target_language")] string? TargetLanguage,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("reference")] string Reference,
    [property: JsonPropertyName("output")] string Output,
    [property: JsonPropertyName("chrf")] double Chrf)
{
    /// <summary>Null for a model without languages.</summary>
    [JsonIgnore]
    public LanguagePair? Direction => SourceLanguage is null || TargetLanguage is null ? null : new(SourceLanguage, TargetLanguage);
}
