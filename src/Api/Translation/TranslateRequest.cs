using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Seq2SeqService.Api.Translation;

/// <summary>Texts to translate. A superset of LibreTranslate's request: its members keep their names and meaning, <c>options</c> is ours.</summary>
internal sealed record TranslateRequest
{
    /// <summary>The text, or an array of texts. Each may hold many lines and sentences; white space around and between them comes back as it was, and so does what holds no letter.</summary>
    /// <example>How are you today?</example>
    [Required]
    public TextOrTexts? Q { get; init; }

    /// <summary>Language of the texts: a code that `GET /languages` lists, in upper or lower case; or `auto`, which finds the language of each text. May be left out where `options.model` names a model that reads one language only; not looked at where that model has no languages.</summary>
    /// <example>en</example>
    public string? Source { get; init; }

    /// <summary>Language wanted: one of the `targets` that `GET /languages` lists for the source. May be left out where `options.model` names a model that translates the source to one language only; not looked at where that model has no languages.</summary>
    /// <example>de</example>
    public string? Target { get; init; }

    /// <summary>What the texts are: `text` (default), or `html`: a page or a part of one, whose tags come back around the words that stand for what they stood around.</summary>
    /// <example>text</example>
    [AllowedValues("text", "html")]
    public string? Format { get; init; }

    /// <summary>Further translations wanted for each text, best first; 0 by default. With `options.beamSize` it must be smaller than the beam.</summary>
    /// <example>1</example>
    public int? Alternatives { get; init; }

    /// <summary>The caller's key, as LibreTranslate's clients send it; not looked at where the service wants none. The header `Authorization: Bearer` is the better place.</summary>
    /// <example>no-key-needed</example>
    [JsonPropertyName("api_key")]
    public string? ApiKey { get; init; }

    /// <summary>The same, as some clients spell it.</summary>
    /// <example>no-key-needed</example>
    [JsonPropertyName("apiKey")]
    public string? OtherApiKey { get; init; }

    /// <summary>Sent by LibreTranslate's own page; accepted and not looked at.</summary>
    /// <example>no-secret-needed</example>
    public string? Secret { get; init; }

    /// <summary>How to translate; each member that is left out takes the model's own setting.</summary>
    public TranslateOptions? Options { get; init; }
}
