namespace Seq2SeqService.Inference.Texts;

/// <summary>Writes a number as the target language does: 1,234.5 is 1.234,5 in German.</summary>
internal static class NumberFormat
{
    private static readonly HashSet<string> PointLanguages = new(StringComparer.OrdinalIgnoreCase) { "en", "zh", "ja", "ko", "th", "hi", "he", "ms" };

    public static string Localised(string number, string? source, string? target)
    {
        if (source is null || target is null || HasPoint(source) == HasPoint(target))
            return number;

        return string.Concat(number.Select(letter => letter switch { '.' => ',', ',' => '.', _ => letter }));
    }

    private static bool HasPoint(string language) => PointLanguages.Contains(language.Split('-', '_')[0]);
}
