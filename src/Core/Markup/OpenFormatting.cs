using System.Collections.Frozen;

namespace Seq2SeqService.Core.Markup;

/// <summary>
/// How many elements a parser makes of formatting that is left open: in every block behind it begins once more, so that a small page becomes the square of its size
/// (https://html.spec.whatwg.org/multipage/parsing.html#reconstruct-the-active-formatting-elements).
/// </summary>
internal static class OpenFormatting
{
    private const int FreeElements = 50_000;   // of a page of any size; beyond, one for each character

    private static readonly FrozenSet<string> Names = new[] { "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u" }
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>These end one that is open before they begin.</summary>
    private static readonly FrozenSet<string> Alone = new[] { "a", "nobr" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool IsBearable(string source)
    {
        var (open, openOfName, elements) = (0, new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase), 0L);
        for (var i = source.IndexOf('<', StringComparison.Ordinal); i >= 0 && i + 1 < source.Length; i = source.IndexOf('<', i + 1))
        {
            var isEnd = source[i + 1] == '/';
            var name = StartTag.NameAt(source, isEnd ? i + 2 : i + 1);
            if (!Names.Contains(name))
            {
                elements += open;
                if (elements > FreeElements + source.Length)
                    return false;

                continue;
            }

            var before = openOfName.GetValueOrDefault(name);
            var after = isEnd ? Math.Max(0, before - 1) : Alone.Contains(name) ? 1 : before + 1;
            (openOfName[name], open) = (after, open + after - before);
        }

        return true;
    }
}
