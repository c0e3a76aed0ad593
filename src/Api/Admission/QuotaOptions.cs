using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Api.Admission;

/// <summary>What one caller may ask for (section <c>Api:Quota</c>). A minute's worth may be asked for at once.</summary>
internal sealed record QuotaOptions
{
    public const string Section = "Api:Quota";

    /// <summary>Translations and documents of a caller in a minute; more are refused with 429. 0 (default) is no limit.</summary>
    [Range(0, 10_000_000, ErrorMessage = Section + ":RequestsPerMinute must be 0 (no limit) to {2} requests.")]
    public int RequestsPerMinute { get; init; }

    /// <summary>Characters of a caller's texts and documents in a minute; more are refused with 429. 0 (default) is no limit.</summary>
    [Range(0, 2_000_000_000, ErrorMessage = Section + ":CharactersPerMinute must be 0 (no limit) to {2} characters.")]
    public int CharactersPerMinute { get; init; }
}
