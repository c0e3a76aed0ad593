using Seq2SeqService.Core.Detection;

namespace Seq2SeqService.Training.Data.Filters;

/// <summary>Says whether a text is in another language than it should be, by the service's own detector. It says no where it cannot know.</summary>
/// <param name="minConfidence">The detector gives the right language less than this, 0 to 1; 0 looks at nothing.</param>
internal sealed class SpokenLanguage(double minConfidence)
{
    private const int MinLetters = 20;   // fewer are names and exclamations, which many languages share

    private static readonly HashSet<string> Known = [.. LanguageDetector.Default.Languages];

    public bool IsOther(string text, string? language)
    {
        if (minConfidence == 0 || language is null || !Known.Contains(language) || Letters(text, language) < MinLetters)
            return false;

        var found = LanguageDetector.Default.Detect(text);
        return found.Where(one => one.Language == language).Select(one => one.Confidence).FirstOrDefault() < minConfidence;
    }

    /// <summary>A character of Chinese or Japanese tells as much as several letters.</summary>
    private static int Letters(string text, string language) => text.Count(char.IsLetter) * (language is "zh" or "ja" ? 3 : 1);
}
