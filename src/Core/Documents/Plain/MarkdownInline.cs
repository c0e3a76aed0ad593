using System.Text.RegularExpressions;
using Seq2SeqService.Core.Documents.Inline;

namespace Seq2SeqService.Core.Documents.Plain;

/// <summary>The inline marks of a block of Markdown: code, emphasis, links, images, tags.</summary>
internal static partial class MarkdownInline
{
    private const string Link = "link";

    /// <summary>The block as a slot; null where it has no words. <paramref name="labels"/> are what links by reference may be called.</summary>
    public static Slot? SlotOf(string file, MarkdownBlock block, IReadOnlySet<string> labels)
    {
        var (lines, start) = (block.Lines, block.Lines[0].Start);
        var inline = new InlineText([.. Tokens(WrappedLines.Join(lines.Select(line => line.Text)), labels)]);
        if (!inline.HasWords)
            return null;

        // Between two lines stand the break, and the marks of a quotation.
        var between = lines.Count > 1 ? file[lines[0].End..lines[1].Start] : "\n";
        return new(start, lines[^1].End - start, inline.Text)
        {
            Write = translation => WrappedLines.Spread(inline.Restore(translation, WrappedLines.Fixed), lines.Count, between, MayBeginLine),
        };
    }

    private static IEnumerable<InlineToken> Tokens(string text, IReadOnlySet<string> labels)
    {
        var done = 0;
        foreach (Match mark in Mark().Matches(text))
        {
            if (mark.Index > done)
                yield return InlineToken.Words(text[done..mark.Index]);

            var isWords = mark.Groups["letters"].Success || (mark.Groups["label"].Success && !labels.Contains(mark.Groups["label"].Value));
            yield return isWords ? InlineToken.Words(mark.Value) : Token(mark, text);
            done = mark.Index + mark.Length;
        }

        if (done < text.Length)
            yield return InlineToken.Words(text[done..]);
    }

    private static InlineToken Token(Match mark, string text) => mark.Groups switch
    {
        var groups when groups["emphasis"].Success => new(EmphasisAt(mark, text), mark.Value, mark.Value) { NeedsPartner = true },
        var groups when groups["open"].Success => new(InlineKind.Open, mark.Value, Link) { NeedsPartner = true },
        var groups when groups["close"].Success => new(InlineKind.Close, mark.Value, Link) { NeedsPartner = true },
        var groups when groups["name"].Success => new(groups["end"].Success ? InlineKind.Close : InlineKind.Open, mark.Value, groups["name"].Value),
        _ => InlineToken.Single(mark.Value),
    };

    /// <summary>Emphasis begins before a word and ends behind one; beside punctuation it needs white space on the other side (CommonMark 0.31, "flanking").</summary>
    private static InlineKind EmphasisAt(Match mark, string text)
    {
        var before = mark.Index > 0 ? text[mark.Index - 1] : ' ';
        var after = mark.Index + mark.Length < text.Length ? text[mark.Index + mark.Length] : ' ';
        return (MayBegin(before, after), MayBegin(after, before)) switch
        {
            (true, true) => InlineKind.Toggle,
            (true, false) => InlineKind.Open,
            (false, true) => InlineKind.Close,
            _ => InlineKind.Words,
        };
    }

    private static bool MayBegin(char outside, char inside) =>
        !char.IsWhiteSpace(inside) && (char.IsLetterOrDigit(inside) || !char.IsLetterOrDigit(outside));

    /// <summary>A word that would make its line a list, a heading or a quotation may not begin one.</summary>
    private static bool MayBeginLine(string word) => !BlockMark().IsMatch(word);

    /// <summary>Escaped marks, but for those inside a word, code, addresses and comments stand for themselves, and marks inside them do not count.</summary>
    [GeneratedRegex(@"(?<![\p{L}\p{N}])\\[!-/:-@\[-`{-~]|\\[!-/:-@\[-`{-~](?![\p{L}\p{N}])|(?<letters>\\[!-/:-@\[-`{-~])|(?<!(?<!\\)`)(?<ticks>(?>`+)).+?(?<!`)\k<ticks>(?!`)|<[A-Za-z][A-Za-z+.-]*:[^<>\s]*>|<!--.*?-->"
        + @"|(?<open>!?\[)(?=(?>(?:[^\[\]]|\[[^\[\]]*\])*)\][(\[])|(?<close>\](\([^()\s]*(\s+""[^""]*"")?\)|\[[^\]]*\]))|\[(?<label>[^\[\]]+)\](?![(\[])|<(?<end>/)?(?<name>(?>[A-Za-z][A-Za-z0-9]*))[^<>]*>"
        + @"|(?<emphasis>\*{1,3}|~~|(?<![\p{L}\p{N}])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![\p{L}\p{N}]))")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^([-*+#>=|~`]|\d+[.)])")]
    private static partial Regex BlockMark();
}
