using System.Text;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Inference.Tests.Texts;

/// <summary>Texts that nobody thought of: characters of all planes beside what the rules look at.</summary>
internal static class AnyText
{
    private const string Breaks = "\n\r\t\v\f\u0085\u2028\u2029";

    private static readonly string[] Bits =
    [
        "the lazy dog", "The fox.", "jumps over", " ", " ", " ", "  ", "    ", "\n", "\r\n", "\t", "\u2028", "\u00A0", "\u3000", ". ", "! ", "? ", "。", "…", ": ", "; ",
        "{0}", "%s", "{{name}}", "${x}", "https://example.com/a?b=(c)", "me@example.com", "`a. B`", "foo_bar()", "C:\\temp\\a.txt", "5 €", "50%", "1,234.5", "0123",
        "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👍🏽", "❤️", "e\u0301\u0323", "\u200D", "\u202E", "\u2067", "\u2069", "\u200F", "مرحبا", "שלום", "你好", "です", "นะ", "한국어", "é", "Tom", "(", ")", "\"",
        "- ", "```\n", "</s>", "<unk>", "▁", ">>de<<", "\uFEFF", "\uFFFD",
    ];

    /// <summary>The same text for the same seed; without NUL, which the service refuses.</summary>
    public static string Of(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var i = random.Next(1, 14); i > 0; i--)
        {
            if (random.Next(4) > 0)
                text.Append(Bits[random.Next(Bits.Length)]);
            else
                text.Append(AnyRune(random));
        }

        return text.ToString();
    }

    /// <summary>What must come back as it was, in order: line breaks, and everything between sentences.</summary>
    public static void IsWhole(string text, string translated)
    {
        Assert.Equal(text.Where(letter => Breaks.Contains(letter, StringComparison.Ordinal)), translated.Where(letter => Breaks.Contains(letter, StringComparison.Ordinal)));

        var at = 0;
        foreach (var segment in TextSegments.Split(text))
        {
            foreach (var kept in segment.IsTranslatable ? Spans(segment.Text) : [segment.Text])
            {
                var found = translated.IndexOf(kept, segment.IsTranslatable ? 0 : at, StringComparison.Ordinal);
                Assert.True(found >= 0, $"'{kept}' of '{text}' is not in '{translated}'.");
                at = segment.IsTranslatable ? at : found + kept.Length;
            }
        }
    }

    private static IEnumerable<string> Spans(string sentence) =>
        VerbatimSpans.Find(sentence).Select(span => sentence[span.Start..span.End]);

    private static Rune AnyRune(Random random)
    {
        while (true)
        {
            var plane = random.Next(3) == 0 ? random.Next(17) : 0;
            if (Rune.TryCreate((plane << 16) + random.Next(1, 0x10000), out var rune) && rune.Value != 0)
                return rune;
        }
    }
}
