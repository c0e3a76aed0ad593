using System.Text.RegularExpressions;
using Seq2SeqService.Core.Documents.Inline;

namespace Seq2SeqService.Core.Documents.Plain;

/// <summary>The inline marks of a block of Markdown: code, emphasis, links, images, tags.</summary>
internal static partial class MarkdownInline
{
    private const string Link = "link";

    public static Slot? SlotOf(string file, MarkdownBlock block)
    {
        var (lines, start) = (block.Lines, block.Lines[0].Start);
        var inline = new InlineText([.. Tokens(WrappedLines.Join(lines.Select(line => line.Text)))]);
        if (!inline.HasWords)
            return null;

        // Between two lines stand the break, and the marks of a quotation.
        var between = lines.Count > 1 ? file[lines[0].End..lines[1].Start] : "\n";
        return new(start, lines[^1].End - start, inline.Text)
        {
            Write = translation => WrappedLines.Spread(inline.Restore(translation, WrappedLines.Fixed), lines.Count, between, MayBeginLine),
        };
    }

    private static IEnumerable<InlineToken> Tokens(string text)
    {
        var done = 0;
        foreach (Match mark in Mark().Matches(text))
        {
            if (mark.Index > done)
                yield return InlineToken.Words(text[done..mark.Index]);

            yield return Token(mark);
            done = mark.Index + mark.Length;
        }

        if (done < text.Length)
            yield return InlineToken.Words(text[done..]);
    }

    private static InlineToken Token(Match mark) => mark.Groups switch
    {
        var groups when groups["emphasis"].Success => new(InlineKind.Toggle, mark.Value, mark.Value),
        var groups when groups["open"].Success => new(InlineKind.Open, mark.Value, Link),
        var groups when groups["close"].Success => new(InlineKind.Close, mark.Value, Link),
        var groups when groups["name"].Success => new(groups["end"].Success ? InlineKind.Close : InlineKind.Open, mark.Value, groups["name"].Value),
        _ => InlineToken.Single(mark.Value),
    };

    /// <summary>A word that would make its line a list, a heading or a quotation may not begin one.</summary>
    private static bool MayBeginLine(string word) => !BlockMark().IsMatch(word);

    /// <summary>Escaped marks, code, addresses and comments stand for themselves, and marks inside them do not count.</summary>
    [GeneratedRegex(@"\\[!-/:-@\[-`{-~]|(?<ticks>`+)(?!`).+?(?<!`)\k<ticks>(?!`)|<[A-Za-z][A-Za-z+.-]*:[^<>\s]*>|<!--.*?-->"
        + @"|(?<open>!?\[)(?=[^\]]*\])|(?<close>\](\([^()\s]*(\s+""[^""]*"")?\)|\[[^\]]*\])?)|<(?<end>/)?(?<name>[A-Za-z][A-Za-z0-9]*)[^<>]*>"
        + @"|(?<emphasis>\*{1,3}|~~|(?<![\p{L}\p{N}])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![\p{L}\p{N}]))")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^([-*+#>=|~`]|\d+[.)])")]
    private static partial Regex BlockMark();
}
