using System.Globalization;
using System.Text.RegularExpressions;

namespace Seq2SeqService.Training.Data.Filters;

/// <summary>Knows what no sentence has: signs of a broken encoding, controls, characters without a meaning, entities and tags that nobody unpacked.</summary>
internal static partial class Rubbish
{
    public static bool IsIn(string text) => Broken(text) || Markup().IsMatch(text) || Mojibake().IsMatch(text);

    private static bool Broken(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (char.IsHighSurrogate(letter) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(letter) || letter is '\uFFFD' or >= '\uFFFE' || IsMeaningless(letter))
                return true;
        }

        return false;
    }

    private static bool IsMeaningless(char letter) => char.GetUnicodeCategory(letter) switch
    {
        UnicodeCategory.Control => letter is not '\t',
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => true,
        _ => false,
    };

    [GeneratedRegex(@"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#x[0-9a-fA-F]{1,6});|</?[a-zA-Z][^<>]{0,200}>", RegexOptions.CultureInvariant)]
    private static partial Regex Markup();

    /// <summary>UTF-8 that was read as Latin-1 or Windows-1252: ä as Ã¤, ’ as â€™.</summary>
    [GeneratedRegex("[ÃÂ][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u009Dœ™˜“”¦¢]", RegexOptions.CultureInvariant)]
    private static partial Regex Mojibake();
}
