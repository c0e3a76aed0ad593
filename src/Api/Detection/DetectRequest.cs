using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Seq2SeqService.Api.Detection;

/// <summary>A text whose language is wanted.</summary>
internal sealed record DetectRequest
{
    /// <summary>The text. A sentence is enough.</summary>
    /// <example>Wie spät ist es?</example>
    [Required]
    public string? Q { get; init; }

    /// <summary>Sent by some clients of LibreTranslate; not looked at.</summary>
    /// <example>text</example>
    public string? Format { get; init; }

    /// <summary>The caller's key, as LibreTranslate's clients send it; not looked at where the service wants none.</summary>
    /// <example>no-key-needed</example>
    [JsonPropertyName("api_key")]
    public string? ApiKey { get; init; }
}
