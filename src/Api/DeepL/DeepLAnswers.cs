using System.Text.Json.Serialization;

namespace Seq2SeqService.Api.DeepL;

/// <summary>Answer of <c>POST /v2/translate</c>.</summary>
internal sealed record DeepLTranslations
{
    [JsonPropertyName("translations")]
    public required IReadOnlyList<DeepLTranslation> Translations { get; init; }
}

/// <summary>One translated text.</summary>
internal sealed record DeepLTranslation
{
    /// <summary>In upper case; given even where the request named the source, as the clients want it.</summary>
    [JsonPropertyName("detected_source_language")]
    public required string DetectedSourceLanguage { get; init; }

    [JsonPropertyName("text")]
    public required string Text { get; init; }

    /// <summary>Characters of the source: nothing is billed, and a client that counts may count.</summary>
    [JsonPropertyName("billed_characters")]
    public required int BilledCharacters { get; init; }
}

/// <summary>A language of <c>GET /v2/languages</c>.</summary>
internal sealed record DeepLLanguage
{
    [JsonPropertyName("language")]
    public required string Language { get; init; }

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Targets only.</summary>
    [JsonPropertyName("supports_formality")]
    public bool? SupportsFormality { get; init; }
}

/// <summary>Answer of <c>GET /v2/usage</c>.</summary>
internal sealed record DeepLUsage
{
    [JsonPropertyName("character_count")]
    public required long CharacterCount { get; init; }

    [JsonPropertyName("character_limit")]
    public required long CharacterLimit { get; init; }
}
