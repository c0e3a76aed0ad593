using System.Globalization;
using System.Text;

namespace Seq2SeqService.Core.Scores;

/// <summary>
/// sacreBLEU's <c>intl</c>: punctuation is a word unless it stands between numbers, symbols always are. By code points, since emoji are
/// symbols beyond U+FFFF.
/// </summary>
internal static class InternationalTokenizer
{
    public static string Tokenize(string line)
    {
        var runes = line.EnumerateRunes().ToList();
        runes = Pairs(
            runes, (first, second) => !Rune.IsNumber(first) && Rune.IsPunctuation(second), (first, second) => [first, Space, second, Space]);
        runes = Pairs(
            runes, (first, second) => Rune.IsPunctuation(first) && !Rune.IsNumber(second), (first, second) => [Space, first, Space, second]);

        var spaced = new StringBuilder();
        foreach (var rune in runes)
            spaced.Append(IsSymbol(rune) ? $" {rune} " : rune.ToString());

        return WordTokenizers.Join(spaced.ToString());
    }

    private static Rune Space { get; } = new(' ');

    /// <summary>Replaces neighbours from left to right; what was replaced is not looked at again, as with a regular expression.</summary>
    private static List<Rune> Pairs(List<Rune> runes, Func<Rune, Rune, bool> matches, Func<Rune, Rune, Rune[]> replace)
    {
        var result = new List<Rune>(runes.Count * 2);
        for (var i = 0; i < runes.Count; i++)
        {
            if (i + 1 < runes.Count && matches(runes[i], runes[i + 1]))
            {
                result.AddRange(replace(runes[i], runes[i + 1]));
                i++;
            }
            else
            {
                result.Add(runes[i]);
            }
        }

        return result;
    }

    private static bool IsSymbol(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherSymbol;
}
