namespace Seq2SeqService.Inference.Texts;

/// <summary>
/// Chinese and Japanese write sentences without a space between; most other languages do not. Where the source has none, a translation
/// into such a language is given one.
/// </summary>
internal static class SentenceSpacing
{
    private const char FirstWithoutSpaces = '\u2E80';   // from here on: CJK signs, kana, ideographs, full-width forms
    private const char FirstHangul = '\uAC00';
    private const char LastHangul = '\uD7A3';

    public static bool IsMissing(string source, string translated, string nextTranslated) =>
        source.Length > 0 && translated.Length > 0 && nextTranslated.Length > 0
        && DoesWithout(source[^1]) && !DoesWithout(translated[^1]) && !DoesWithout(nextTranslated[0])
        && !char.IsWhiteSpace(translated[^1]) && !char.IsWhiteSpace(nextTranslated[0]);

    private static bool DoesWithout(char letter) => letter >= FirstWithoutSpaces && letter is < FirstHangul or > LastHangul;
}
