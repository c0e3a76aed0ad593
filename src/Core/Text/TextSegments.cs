namespace Seq2SeqService.Core.Text;

/// <summary>
/// Cuts a text into sentences to translate and everything between them, which stays as it is: line breaks, blank lines, indentation, tabs,
/// three or more spaces in a row, bullets, emoji, lines and blocks of code. The segments put together are the text, character by character.
/// </summary>
public static class TextSegments
{
    // Columns are laid out with three spaces or more; two within a sentence are a slip of the finger.
    private const int ColumnSpaces = 3;

    /// <summary>The segments of <paramref name="text"/> in their order; no two that stay as they are follow each other.</summary>
    public static IReadOnlyList<TextSegment> Split(string text)
    {
        var (segments, lastFence) = (new SegmentList(text), CodeBlocks.LastFence(text));
        var start = 0;
        while (start < text.Length)
        {
            start = CodeBlocks.Skip(text, SkipSpace(text, start), lastFence);
            var end = EndOfStretch(text, start);
            if (!CodeBlocks.IsStatement(text.AsSpan(start, end - start)))
                AddStretch(text, start, end, segments);

            start = end;
        }

        return segments.Finish();
    }

    /// <summary>
    /// As <see cref="Split(string)"/>, and sentences of more than <paramref name="maxTokens"/> tokens are cut at safe places until every
    /// part fits.
    /// </summary>
    public static IReadOnlyList<TextSegment> Split(string text, Func<string, int> countTokens, int maxTokens)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 1);
        var segments = new SegmentList(text);
        var start = 0;

        foreach (var segment in Split(text))
        {
            var end = start + segment.Text.Length;
            if (segment.IsTranslatable)
            {
                foreach (var (partStart, partEnd) in LongSentences.Split(text, start, end, part => countTokens(part) <= maxTokens))
                    segments.AddSentence(partStart, partEnd);
            }

            start = end;
        }

        return segments.Finish();
    }

    /// <summary>The text that the segments make.</summary>
    public static string Join(IEnumerable<TextSegment> segments) => string.Concat(segments.Select(segment => segment.Text));

    /// <summary>Emoji part sentences, wherever they stand.</summary>
    private static void AddStretch(string text, int start, int end, SegmentList segments)
    {
        start = SegmentEdges.SkipBullet(text, start, end);
        for (var i = start; i < end; i++)
        {
            var emoji = Emoji.LengthAt(text, i, end);
            if (emoji == 0)
                continue;

            AddSentences(text, start, i, segments);
            start = i + emoji;
            i = start - 1;
        }

        AddSentences(text, start, end, segments);
    }

    private static void AddSentences(string text, int start, int end, SegmentList segments)
    {
        foreach (var stop in SentenceBoundaries.Ends(text, start, end))
        {
            var (first, last) = SegmentEdges.WithoutSymbols(text, SkipSpace(text, start), stop);
            segments.AddSentence(first, last);
            start = stop;
        }
    }

    /// <summary>The end of what may hold sentences: before a line break, a tab or a column's gap, white space at its end left out.</summary>
    private static int EndOfStretch(string text, int start)
    {
        var end = start;
        for (var i = start; i < text.Length; i++)
        {
            if (!char.IsWhiteSpace(text[i]))
                end = i + 1;
            else if (EndsStretch(text[i]) || i + 1 - end >= ColumnSpaces)
                break;
        }

        return end;
    }

    private static bool EndsStretch(char letter) => letter is '\n' or '\r' or '\t' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029';

    private static int SkipSpace(string text, int start)
    {
        while (start < text.Length && char.IsWhiteSpace(text[start]))
            start++;

        return start;
    }
}
