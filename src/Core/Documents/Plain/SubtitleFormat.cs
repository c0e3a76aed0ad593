using System.Text.RegularExpressions;
using Seq2SeqService.Core.Documents.Inline;

namespace Seq2SeqService.Core.Documents.Plain;

/// <summary>
/// Subtitles, SubRip and WebVTT: the lines of a cue are translated as one text and broken into as many lines again. Numbers, times, settings, notes
/// and styles stay; tags come back around the words that stand for what they stood around.
/// </summary>
internal sealed partial class SubtitleFormat : IDocumentFormat
{
    private const string Arrow = "-->";

    public IReadOnlyList<string> Endings { get; } = [".srt", ".vtt"];

    public string MediaType => "text/plain";

    public IDocument Read(byte[] content, DocumentLimits limits)
    {
        var file = DecodedText.Of(content);
        var lines = FileLine.Of(file.Text);
        var cues = lines.Index().Where(line => HasTimes(line.Item)).Select(line => line.Index).ToList();
        if (cues.Count == 0 && lines.Any(line => !line.IsBlank))
            throw new DocumentException($"The file holds no subtitles: no line has the times of one (00:00:01,000 {Arrow} 00:00:02,000).");

        return new SplicedDocument(file, [.. cues.SelectMany(cue => Slots(file.Text, [.. lines.Skip(cue + 1).TakeWhile(line => !line.IsBlank && !HasTimes(line))]))]);
    }

    private static bool HasTimes(FileLine line) => line.Text.Contains(Arrow, StringComparison.Ordinal);

    private static IEnumerable<Slot> Slots(string text, List<FileLine> lines)
    {
        // Two speakers in one cue, a line each.
        if (lines.Count > 1 && lines.All(line => Speaker().IsMatch(line.Text)))
            return lines.SelectMany(line => Slots(text, line.Start + Speaker().Match(line.Text).Length, line.End));

        return lines.Count == 0 ? [] : Slots(text, lines[0].Start, lines[^1].End);
    }

    /// <summary>The stretch without the white space and the tags around it.</summary>
    private static IEnumerable<Slot> Slots(string text, int start, int end)
    {
        var lines = FileLine.Of(text[start..end]);
        var lineBreak = lines.Count > 1 && text[start + lines[0].End] == '\r' ? "\r\n" : "\n";
        var inline = new InlineText([.. Tokens(WrappedLines.Join(lines.Select(line => line.Text)))]);
        if (inline.HasWords)
        {
            yield return new(start, end - start, inline.Text)
            {
                Write = translation => WrappedLines.Spread(inline.Restore(translation, WrappedLines.Fixed), lines.Count, lineBreak),
            };
        }
    }

    private static IEnumerable<InlineToken> Tokens(string text)
    {
        var done = 0;
        foreach (Match tag in Tag().Matches(text))
        {
            if (tag.Index > done)
                yield return InlineToken.Words(text[done..tag.Index]);

            var name = tag.Groups["name"].Value;
            yield return name.Length == 0 ? InlineToken.Single(tag.Value) : new(tag.Groups["end"].Success ? InlineKind.Close : InlineKind.Open, tag.Value, name);
            done = tag.Index + tag.Length;
        }

        if (done < text.Length)
            yield return InlineToken.Words(text[done..]);
    }

    [GeneratedRegex(@"^\s*[-–—]\s*")]
    private static partial Regex Speaker();

    /// <summary>Tags of HTML and of SubStation Alpha, as players know them.</summary>
    [GeneratedRegex(@"<(?<end>/)?(?<name>(?>[A-Za-z]+))[^<>]*>|<[^<>]*>|\{\\[^{}]*\}")]
    private static partial Regex Tag();
}
