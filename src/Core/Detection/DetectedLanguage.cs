namespace Seq2SeqService.Core.Detection;

/// <summary>A language that a text may be in.</summary>
/// <param name="Language">ISO 639-1 code.</param>
/// <param name="Confidence">From 0 to 1.</param>
public sealed record DetectedLanguage(string Language, double Confidence);
