using System.Text.Json.Serialization;
using Seq2SeqService.Api.Glossaries;

namespace Seq2SeqService.Api.DeepL;

/// <summary>A glossary of one direction, as <c>/v2/glossaries</c> answers it.</summary>
internal sealed record DeepLGlossary
{
    [JsonPropertyName("glossary_id")]
    public required Guid GlossaryId { get; init; }

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Always: a glossary is used as soon as it is kept.</summary>
    [JsonPropertyName("ready")]
    public bool Ready { get; init; } = true;

    [JsonPropertyName("source_lang")]
    public required string SourceLang { get; init; }

    [JsonPropertyName("target_lang")]
    public required string TargetLang { get; init; }

    [JsonPropertyName("creation_time")]
    public required DateTimeOffset CreationTime { get; init; }

    [JsonPropertyName("entry_count")]
    public required int EntryCount { get; init; }

    public static DeepLGlossary Of(GlossarySummary glossary, DictionarySummary dictionary) => new()
    {
        GlossaryId = glossary.Id,
        Name = glossary.Name,
        SourceLang = DeepLLanguages.Small(dictionary.Languages.Source),
        TargetLang = DeepLLanguages.Small(dictionary.Languages.Target),
        CreationTime = glossary.CreatedAt,
        EntryCount = dictionary.EntryCount,
    };
}

/// <summary>Answer of <c>GET /v2/glossaries</c>.</summary>
internal sealed record DeepLGlossaryList
{
    [JsonPropertyName("glossaries")]
    public required IReadOnlyList<DeepLGlossary> Glossaries { get; init; }
}

/// <summary>Answer of <c>GET /v2/glossary-language-pairs</c>.</summary>
internal sealed record DeepLGlossaryPairs
{
    [JsonPropertyName("supported_languages")]
    public required IReadOnlyList<DeepLGlossaryPair> SupportedLanguages { get; init; }
}

/// <summary>A direction that a glossary may be of.</summary>
internal sealed record DeepLGlossaryPair
{
    [JsonPropertyName("source_lang")]
    public required string SourceLang { get; init; }

    [JsonPropertyName("target_lang")]
    public required string TargetLang { get; init; }
}
