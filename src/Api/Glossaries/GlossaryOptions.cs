using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Api.Glossaries;

/// <summary>Where glossaries are kept and how large they may be (section <c>Api:Glossaries</c>).</summary>
internal sealed record GlossaryOptions
{
    public const string Section = "Api:Glossaries";

    /// <summary><c>Host=…</c> for PostgreSQL, <c>Data Source=…</c> for a file of SQLite; empty (default) for <c>glossaries.db</c> in <see cref="Directory"/>.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>Where the file of SQLite lies, made when the first glossary is; empty (default) for <c>seq2seqservice</c> in the user's directory for data of programs.</summary>
    public string Directory { get; init; } = "";

    /// <summary>Glossaries that are kept; further ones are refused with 413.</summary>
    [Range(1, 1_000_000, ErrorMessage = Section + ":MaxGlossaries must be {1} to {2} glossaries.")]
    public int MaxGlossaries { get; init; } = 1000;

    /// <summary>Entries of one glossary; more are refused with 413.</summary>
    [Range(1, 100_000, ErrorMessage = Section + ":MaxEntries must be {1} to {2} entries.")]
    public int MaxEntries { get; init; } = 5000;

    /// <summary>Bytes of one glossary's entries in UTF-8; more are refused with 413. A request's body is bounded by <c>Api:MaxBodyBytes</c> too.</summary>
    [Range(100, 64 * 1024 * 1024, ErrorMessage = Section + ":MaxBytes must be {1} to {2} bytes.")]
    public int MaxBytes { get; init; } = 512 * 1024;

    /// <summary>Characters of a glossary's name; more are refused with 400.</summary>
    [Range(1, 10_000, ErrorMessage = Section + ":MaxNameLength must be {1} to {2} characters.")]
    public int MaxNameLength { get; init; } = 200;
}
