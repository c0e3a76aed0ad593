using System.Text.RegularExpressions;

namespace Seq2SeqService.Core.Scores.EditRate;

/// <summary>Tercom's normaliser as sacreBLEU has it.</summary>
internal static partial class TercomTokenizer
{
    public static string Tokenize(TerOptions options, string text)
    {
        if (!options.CaseSensitive)
            text = PythonText.ToLower(text);
        if (options.Normalized)
            text = WordTokenizers.Join(options.AsianSupport ? SplitAsian(SplitWestern(text)) : SplitWestern(text));
        if (options.NoPunctuation)
            text = Punctuation().Replace(text, "");
        if (options is { NoPunctuation: true, AsianSupport: true })
            text = AsianPunctuation().Replace(text, "");
        return text;
    }

    private static string SplitWestern(string text)
    {
        text = text.Replace("\n-", "", StringComparison.Ordinal)
            .Replace('\n', ' ')
            .Replace("&quot;", "\"", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal);

        text = WordTokenizers.SplitAsciiPunctuation($" {text} ").Replace("'s ", " 's ", StringComparison.Ordinal);
        return WordTokenizers.SplitStops(text);
    }

    /// <summary>
    /// Kana stay together: the patterns that would set them apart ask for the beginning of the text, where a space always stands by now.
    /// </summary>
    private static string SplitAsian(string text) => AsianPunctuation().Replace(AsianCharacters().Replace(text, " $0 "), " $0 ");

    [GeneratedRegex(@"[.,?:;!""()]", RegexOptions.CultureInvariant)]
    private static partial Regex Punctuation();

    /// <summary>sacreBLEU's ranges; that of the enclosed letters ends at U+3F22 and not at U+32FF, and equal scores need the same slip.</summary>
    [GeneratedRegex(@"[\u4e00-\u9fff\u3400-\u4dbf\u31c0-\u31ef\u2e80-\u2eff\u3300-\u33ff\uf900-\ufaff\ufe30-\ufe4f\u3200-\u3f22]", RegexOptions.CultureInvariant)]
    private static partial Regex AsianCharacters();

    [GeneratedRegex(@"[\u3001\u3002\u3008-\u3011\u3014-\u301f\uff61-\uff65\u30fb\uff0e\uff0c\uff1f\uff1a\uff1b\uff01\uff02\uff08\uff09]", RegexOptions.CultureInvariant)]
    private static partial Regex AsianPunctuation();
}
