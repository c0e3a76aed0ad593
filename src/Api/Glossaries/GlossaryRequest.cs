using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Api.Glossaries;

/// <summary>A glossary that is to be kept.</summary>
internal sealed record GlossaryRequest
{
    /// <summary>A name for people; several glossaries may have the same.</summary>
    /// <example>Railway</example>
    [Required]
    public string? Name { get; init; }

    /// <summary>Language of the terms: a code that `GET /languages` lists.</summary>
    /// <example>en</example>
    [Required]
    public string? Source { get; init; }

    /// <summary>Language of their translations: one of the `targets` that `GET /languages` lists for the source.</summary>
    /// <example>de</example>
    [Required]
    public string? Target { get; init; }

    /// <summary>Terms with the translation that they are to have, in just this form. A term that is its own translation is not translated.</summary>
    /// <example>{"station": "Haltestelle", "Acme Cloud": "Acme Cloud"}</example>
    [Required]
    public IReadOnlyDictionary<string, string>? Entries { get; init; }
}
