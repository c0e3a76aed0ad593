using Seq2SeqService.Core.Markup;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Reliability.Formats;

/// <summary>Translations that no good model would give: longer, shorter or none, of any letters, their words standing for any words of the source.</summary>
internal static class AnyTranslation
{
    private static readonly string[] Odd = ["", " ", "<b>&amp;", "]]>", "--", "\u0000", "\u0001", "🙂", "\n\n", "\"", "\\", "e\u0301", "-->", "\uFFFE"];

    public static AlignedTranslation Of(string source, Random random)
    {
        var target = random.Next(4) switch
        {
            0 => source.ToUpperInvariant(),
            1 => Beginning(source, random.Next(source.Length + 1)),
            2 => source + Odd[random.Next(Odd.Length)],
            _ => string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Odd[random.Next(Odd.Length)] + "Wort ")),
        };
        return new(target, [.. Enumerable.Range(0, random.Next(6)).Select(_ => new AlignedWords(Range(source, random), Range(target, random)))]);
    }

    /// <summary>Tokens are put together as UTF-8, so half of a pair is never left.</summary>
    private static string Beginning(string source, int length) =>
        length > 0 && char.IsHighSurrogate(source[length - 1]) ? source[..(length - 1)] : source[..length];

    private static TextRange Range(string text, Random random)
    {
        var start = random.Next(text.Length + 1);
        return new(start, random.Next(start, text.Length + 1));
    }
}
