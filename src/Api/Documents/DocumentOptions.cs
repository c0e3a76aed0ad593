using System.ComponentModel.DataAnnotations;
using Seq2SeqService.Core.Documents;

namespace Seq2SeqService.Api.Documents;

/// <summary>What documents may be and how long their translations are kept (section <c>Api:Documents</c>).</summary>
internal sealed record DocumentOptions
{
    public const string Section = "Api:Documents";

    /// <summary>Bytes of an uploaded document; a larger one is refused with 413.</summary>
    [Range(1024, 1024 * 1024 * 1024, ErrorMessage = Section + ":MaxBytes must be {1} to {2} bytes.")]
    public int MaxBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Characters to translate in one document; more are refused with 413.</summary>
    [Range(1, 1_000_000_000, ErrorMessage = Section + ":MaxCharacters must be {1} to {2} characters.")]
    public int MaxCharacters { get; init; } = 1_000_000;

    /// <summary>Bytes that an archive (<c>.docx</c>) may unpack to; more are refused with 413.</summary>
    [Range(1024, int.MaxValue, ErrorMessage = Section + ":MaxUnpackedBytes must be {1} to {2} bytes.")]
    public int MaxUnpackedBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>Documents that may wait, be translated or be kept; further ones are refused with 503.</summary>
    [Range(1, 10_000, ErrorMessage = Section + ":MaxKept must be {1} to {2} documents.")]
    public int MaxKept { get; init; } = 20;

    /// <summary>Time that a document is kept after it came in.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00", ConvertValueInInvariantCulture = true, ErrorMessage = Section + ":Keep must be {1} to {2} (hh:mm:ss).")]
    public TimeSpan Keep { get; init; } = TimeSpan.FromMinutes(30);

    public DocumentLimits Limits(int maxTextCharacters) =>
        new() { MaxCharacters = MaxCharacters, MaxTextCharacters = maxTextCharacters, MaxUnpackedBytes = MaxUnpackedBytes };
}
