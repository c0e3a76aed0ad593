using System.Text;

namespace Seq2SeqService.Core.Tests.Tokens;

/// <summary>Lines of characters from all over Unicode, the same for the same seed.</summary>
internal static class OddText
{
    private static readonly (int First, int Last)[] Ranges =
    [
        (0x00, 0x1F), (0x20, 0x7F), (0x80, 0x17F), (0x300, 0x36F), (0x370, 0x52F), (0x590, 0x6FF), (0x900, 0xDFF), (0xE00, 0xE7F),
        (0x1100, 0x11FF), (0x1E00, 0x1FFF), (0x2000, 0x206F), (0x2070, 0x2BFF), (0x3000, 0x30FF), (0x3130, 0x33FF),
        (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xE000, 0xE0FF), (0xF900, 0xFAFF), (0xFB00, 0xFDFF), (0xFE00, 0xFFFF),
        (0x1D400, 0x1D7FF), (0x1F1E6, 0x1F9FF), (0x20000, 0x2A6DF), (0xE0000, 0xE01EF), (0x10FF00, 0x10FFFF),
    ];

    private static readonly string[] Phrases =
    [
        "<s>", "</s>", "<unk>", ">>de<<", "<0x41>", "\u2581", "\u2581\u2581", "<sep>", "foo bar", "日本", "http://", "\u3000", "\u200D", "ﬁ",
        "👩‍👩‍👧", "🇩🇪", "ｶﾞ", "e\u0301", "\uFFFD", "\uFDFA", "Straße", "  ", "12,5 %",
    ];

    public static List<string> Lines(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Line(random))];
    }

    /// <summary>One line for every character of these planes, next to letters, spaces and itself.</summary>
    public static IEnumerable<string> EveryCharacter() =>
        from range in new[] { (0x0, 0x33FF), (0xA000, 0xA4CF), (0xF900, 0xFFFF), (0x1D400, 0x1D7FF), (0x1F100, 0x1FAFF), (0x2F800, 0x2FA1F) }
        from value in Enumerable.Range(range.Item1, range.Item2 - range.Item1 + 1)
        where Rune.IsValid(value) && value != '\n'
        let character = new Rune(value).ToString()
        select $"a{character}b {character}{character}";

    private static string Line(Random random)
    {
        var line = new StringBuilder();
        var ranges = random.GetItems(Ranges, random.Next(1, 5));
        for (var length = random.Next(60); length > 0; length--)
        {
            var choice = random.Next(20);
            if (choice < 3)
                line.Append(' ', random.Next(1, 3));
            else if (choice == 3)
                line.Append(Phrases[random.Next(Phrases.Length)]);
            else
                line.Append(Character(ranges[random.Next(ranges.Length)], random));
        }
        return line.ToString();
    }

    private static string Character((int First, int Last) range, Random random)
    {
        var value = random.Next(range.First, range.Last + 1);
        return value == '\n' ? "" : new Rune(value).ToString();
    }
}
