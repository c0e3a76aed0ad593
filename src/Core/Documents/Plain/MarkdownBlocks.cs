using System.Text.RegularExpressions;

namespace Seq2SeqService.Core.Documents.Plain;

/// <summary>Finds the blocks of a Markdown file that hold text. No pattern here may read a stretch of white space in two ways: a hostile line is long.</summary>
internal static partial class MarkdownBlocks
{
    public static IEnumerable<MarkdownBlock> Of(IReadOnlyList<FileLine> lines)
    {
        var (paragraph, depth) = (new List<FileLine>(), 0);
        for (var i = SkipFrontMatter(lines); i < lines.Count; i++)
        {
            var verbatim = VerbatimLines(lines, i, paragraph.Count > 0);
            var content = verbatim > 0 ? null : Content(lines[i]);

            // A paragraph goes on with a plain line; whatever else comes ends it.
            if (paragraph.Count > 0 && (content is null || content.Value.HasMark || content.Value.Depth != depth || IsTable(lines[i])))
            {
                yield return new([.. paragraph]);
                paragraph.Clear();
            }

            if (verbatim > 0)
                i += verbatim - 1;
            else if (content is { } found && IsTable(lines[i]))
            {
                foreach (var cell in Cells(lines[i]))
                    yield return new([cell]);
            }
            else if (content is { } text)
            {
                paragraph.Add(text.Text);
                depth = text.Depth;
                if (text.EndsBlock)
                {
                    yield return new([.. paragraph]);
                    paragraph.Clear();
                }
            }
        }

        if (paragraph.Count > 0)
            yield return new([.. paragraph]);
    }

    /// <summary>What the file's link targets are called.</summary>
    public static IEnumerable<string> Labels(IReadOnlyList<FileLine> lines) =>
        lines.Select(line => Definition().Match(line.Text)).Where(match => match.Success).Select(match => match.Groups["label"].Value);

    /// <summary>The text of a line, in how many quotations it is, and whether it begins or ends a block; null where it has none.</summary>
    private static (FileLine Text, int Depth, bool HasMark, bool EndsBlock)? Content(FileLine line)
    {
        var marks = Marks().Match(line.Text);
        var text = line.Text[marks.Length..];
        var isHeading = marks.Groups["heading"].Success;
        var kept = isHeading ? WithoutClosingMarks(text.TrimEnd()) : text.TrimEnd();
        var hardBreak = text.EndsWith("  ", StringComparison.Ordinal) || kept.EndsWith('\\');
        kept = kept.TrimEnd('\\').TrimEnd();
        return kept.Length == 0 ? null : (new(line.Start + marks.Length, kept), marks.Value.Count(mark => mark == '>'), marks.Value.Trim(' ', '\t', '>').Length > 0, isHeading || hardBreak);
    }

    private static string WithoutClosingMarks(string heading) =>
        heading.TrimEnd('#') is var kept && kept.Length > 0 && char.IsWhiteSpace(kept[^1]) ? kept.TrimEnd() : heading;

    /// <summary>Lines from here on that stay as they are; 0 where this one holds text.</summary>
    private static int VerbatimLines(IReadOnlyList<FileLine> lines, int from, bool inParagraph)
    {
        var line = lines[from].Text;
        if (Fence().Match(line) is { Success: true } fence)
            return FencedLines(lines, from, fence.Groups["fence"].Value);

        if (HtmlBlock().IsMatch(line) && !inParagraph)
            return lines.Skip(from).TakeWhile(after => !after.IsBlank).Count();

        var stays = lines[from].IsBlank || Rule().IsMatch(line) || TableRule().IsMatch(line) || Definition().IsMatch(line) || (IndentedCode().IsMatch(line) && !inParagraph);
        return stays ? 1 : 0;
    }

    private static int FencedLines(IReadOnlyList<FileLine> lines, int from, string fence)
    {
        for (var i = from + 1; i < lines.Count; i++)
        {
            if (lines[i].Text.Trim() is var line && line.Length >= fence.Length && line.All(mark => mark == fence[0]))
                return i - from + 1;
        }

        return lines.Count - from;
    }

    private static int SkipFrontMatter(IReadOnlyList<FileLine> lines)
    {
        if (lines.Count == 0 || lines[0].Text.TrimEnd() != "---")
            return 0;

        for (var i = 1; i < lines.Count; i++)
        {
            if (lines[i].Text.TrimEnd() is "---" or "...")
                return i + 1;
        }

        return 0;
    }

    private static bool IsTable(FileLine line) => line.Text.TrimStart().StartsWith('|');

    private static IEnumerable<FileLine> Cells(FileLine line) =>
        Cell().Matches(line.Text).Select(found => found.Groups["cell"]).Select(cell => new FileLine(line.Start + cell.Index, cell.Value.TrimEnd())).Where(cell => cell.Text.Length > 0);

    /// <summary>Indentation, quotation marks, the mark of a heading or of a list's item with its box.</summary>
    [GeneratedRegex(@"^\s*(>\s?)*\s*((?<heading>\#{1,6}\s+)|(([-*+]|\d{1,9}[.)])\s+)+(\[[ xX]\]\s+)?)?(>\s?)*")]
    private static partial Regex Marks();

    [GeneratedRegex(@"^\s*(?:[-*+]\s+|\d+[.)]\s+|>\s?)*(?<fence>`{3,}|~{3,})")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s{0,3}<(!--|/?[A-Za-z])")]
    private static partial Regex HtmlBlock();

    /// <summary>A line across the page, or the line below a heading.</summary>
    [GeneratedRegex(@"^\s*(?:>\s*)*(?:(?:[-*_]\s*){3,}|=+\s*|-+\s*)$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"^\s*(?:\|\s*)?:?-+:?\s*(?:\|\s*:?-+:?\s*)*(?:\|\s*)?$")]
    private static partial Regex TableRule();

    /// <summary>The target of a link by reference.</summary>
    [GeneratedRegex(@"^\s{0,3}\[(?<label>[^\]]+)\]:\s")]
    private static partial Regex Definition();

    [GeneratedRegex(@"^(?>(?:\t| {4})\s*)(?![-*+]\s|\d+[.)]\s)\S")]
    private static partial Regex IndentedCode();

    [GeneratedRegex(@"\|(?>\s*)(?<cell>[^|\s](?>(?:[^|\\]|\\.)*))(?=\|)")]
    private static partial Regex Cell();
}
