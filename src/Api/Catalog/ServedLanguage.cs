namespace Seq2SeqService.Api.Catalog;

/// <summary>A language that can be translated from.</summary>
internal sealed record ServedLanguage
{
    /// <summary>ISO 639-1 code, as `POST /translate` takes it.</summary>
    /// <example>en</example>
    public required string Code { get; init; }

    /// <summary>English name; the code again where the service knows none.</summary>
    /// <example>English</example>
    public required string Name { get; init; }

    /// <summary>Codes of the languages that it can be translated to, and its own: a text in the language wanted comes back as it is.</summary>
    /// <example>["de", "en"]</example>
    public required IReadOnlyList<string> Targets { get; init; }
}
