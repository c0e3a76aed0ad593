namespace Seq2SeqService.Api.LibreTranslate;

/// <summary>Where a translated document can be fetched.</summary>
internal sealed record TranslatedFile
{
    /// <summary>The address; it works as long as `Api:Documents:Keep` says.</summary>
    /// <example>http://localhost:5080/download_file/5D4F0C0E7B0A4F4B9B6C7A3A0C4B1E22.letter_de.docx</example>
    public required string TranslatedFileUrl { get; init; }
}
