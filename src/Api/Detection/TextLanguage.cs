namespace Seq2SeqService.Api.Detection;

/// <summary>A language that a text may be in, in LibreTranslate's shape.</summary>
internal sealed record TextLanguage
{
    /// <summary>From 0 to 100, a whole number: how sure that is among all languages that can be told apart.</summary>
    /// <example>98</example>
    public required int Confidence { get; init; }

    /// <summary>Code of the language, as `GET /languages` lists it.</summary>
    /// <example>en</example>
    public required string Language { get; init; }

    /// <summary>With a confidence from 0 to 1.</summary>
    public static TextLanguage Of(string language, double confidence) => new() { Language = language, Confidence = (int)Math.Round(100 * confidence) };
}
