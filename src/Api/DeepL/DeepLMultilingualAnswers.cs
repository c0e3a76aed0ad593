using System.Text.Json.Serialization;
using Seq2SeqService.Api.Glossaries;

namespace Seq2SeqService.Api.DeepL;

/// <summary>A glossary as <c>/v3/glossaries</c> answers it.</summary>
internal sealed record DeepLMultilingualGlossary
{
    [JsonPropertyName("glossary_id")]
    public required Guid GlossaryId { get; init; }

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("dictionaries")]
    public required IReadOnlyList<DeepLDictionary> Dictionaries { get; init; }

    [JsonPropertyName("creation_time")]
    public required DateTimeOffset CreationTime { get; init; }

    public static DeepLMultilingualGlossary Of(GlossarySummary glossary) => new()
    {
        GlossaryId = glossary.Id,
        Name = glossary.Name,
        Dictionaries = [.. glossary.Dictionaries.Select(DeepLDictionary.Of)],
        CreationTime = glossary.CreatedAt,
    };
}

/// <summary>Answer of <c>GET /v3/glossaries</c>.</summary>
internal sealed record DeepLMultilingualGlossaryList
{
    [JsonPropertyName("glossaries")]
    public required IReadOnlyList<DeepLMultilingualGlossary> Glossaries { get; init; }
}

/// <summary>One direction of a glossary.</summary>
internal sealed record DeepLDictionary
{
    [JsonPropertyName("source_lang")]
    public required string SourceLang { get; init; }

    [JsonPropertyName("target_lang")]
    public required string TargetLang { get; init; }

    [JsonPropertyName("entry_count")]
    public required int EntryCount { get; init; }

    public static DeepLDictionary Of(DictionarySummary dictionary) => new()
    {
        SourceLang = DeepLLanguages.Small(dictionary.Languages.Source),
        TargetLang = DeepLLanguages.Small(dictionary.Languages.Target),
        EntryCount = dictionary.EntryCount,
    };
}

/// <summary>Answer of <c>GET /v3/glossaries/{id}/entries</c>.</summary>
internal sealed record DeepLDictionaryEntriesList
{
    [JsonPropertyName("dictionaries")]
    public required IReadOnlyList<DeepLDictionaryEntries> Dictionaries { get; init; }
}

/// <summary>The entries of one direction.</summary>
internal sealed record DeepLDictionaryEntries
{
    [JsonPropertyName("source_lang")]
    public required string SourceLang { get; init; }

    [JsonPropertyName("target_lang")]
    public required string TargetLang { get; init; }

    [JsonPropertyName("entries")]
    public required string Entries { get; init; }

    [JsonPropertyName("entries_format")]
    public required string EntriesFormat { get; init; }
}
