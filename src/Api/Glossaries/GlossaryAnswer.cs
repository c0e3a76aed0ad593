namespace Seq2SeqService.Api.Glossaries;

/// <summary>A glossary that is kept.</summary>
internal sealed record GlossaryAnswer
{
    /// <summary>What `options.glossaryId` names it by.</summary>
    /// <example>8f1c7e0a-4f6b-4a7e-9d53-2f0f4a4f1b11</example>
    public required Guid Id { get; init; }

    /// <summary>Its name for people.</summary>
    /// <example>Railway</example>
    public required string Name { get; init; }

    /// <summary>Language of the terms.</summary>
    /// <example>en</example>
    public required string Source { get; init; }

    /// <summary>Language of their translations.</summary>
    /// <example>de</example>
    public required string Target { get; init; }

    /// <summary>When it was made.</summary>
    /// <example>2026-11-22T09:30:00+00:00</example>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How many entries it has.</summary>
    /// <example>2</example>
    public required int EntryCount { get; init; }

    /// <summary>Its entries; absent in lists.</summary>
    /// <example>{"station": "Haltestelle", "Acme Cloud": "Acme Cloud"}</example>
    public IReadOnlyDictionary<string, string>? Entries { get; init; }

    public static GlossaryAnswer Of(GlossarySummary glossary, DictionarySummary dictionary) => new()
    {
        Id = glossary.Id,
        Name = glossary.Name,
        Source = dictionary.Languages.Source,
        Target = dictionary.Languages.Target,
        CreatedAt = glossary.CreatedAt,
        EntryCount = dictionary.EntryCount,
    };

    public static GlossaryAnswer Of(Glossary glossary, GlossaryDictionary dictionary) =>
        Of(glossary.Summary, dictionary.Summary) with { Entries = dictionary.Terms.ToDictionary(term => term.Source, term => term.Target) };
}
