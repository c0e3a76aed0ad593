namespace Seq2SeqService.Core.Text;

/// <summary>Cuts a text into sentences and the white space between them; the pieces together are the text.</summary>
public static class TextSegments
{
    private const string EndMarks = ".!?…";
    private const string EndMarksWithoutSpace = "。！？";

    /// <summary>The pieces in order: each is a sentence, or white space alone.</summary>
    public static IEnumerable<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Pieces(text);
    }

    private static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        for (var end = 0; end < text.Length;)
        {
            var gap = text.AsSpan(end).Length - text.AsSpan(end).TrimStart().Length;
            if (!IsBoundary(text, end, gap))
            {
                end++;
                continue;
            }

            if (end > start)
                yield return text[start..end];
            if (gap > 0)
                yield return text.Substring(end, gap);

            start = end + gap;
            end = Math.Max(start, end + 1);
        }

        if (start < text.Length)
            yield return text[start..];
    }

    private static bool IsBoundary(string text, int end, int gap)
    {
        if (end == 0)
            return gap > 0;

        var last = text[end - 1];
        return EndMarksWithoutSpace.Contains(last, StringComparison.Ordinal) && !EndMarksWithoutSpace.Contains(text[end], StringComparison.Ordinal)
            || (gap > 0 && (EndMarks.Contains(last, StringComparison.Ordinal) || text.AsSpan(end, gap).ContainsAny('\n', '\r')));
    }
}
