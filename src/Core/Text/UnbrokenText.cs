namespace Seq2SeqService.Core.Text;

/// <summary>
/// Cuts a text whose line breaks are only how it was wrapped. Inside a sentence they become spaces, one for each sign, so that places stay; between
/// sentences they stay as they are.
/// </summary>
public static class UnbrokenText
{
    /// <summary>The segments of <paramref name="text"/>: its sentences, or all of it as one; cut further where a part has more than <paramref name="maxTokens"/> tokens.</summary>
    public static IReadOnlyList<TextSegment> Split(string text, bool bySentence, Func<string, int> countTokens, int maxTokens)
    {
        var line = string.Create(text.Length, text, static (letters, source) =>
        {
            for (var i = 0; i < letters.Length; i++)
                letters[i] = source[i] is '\n' or '\r' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029' ? ' ' : source[i];
        });

        var place = 0;
        var segments = new List<TextSegment>();
        foreach (var segment in bySentence ? TextSegments.Split(line, countTokens, maxTokens) : Whole(line, countTokens, maxTokens))
        {
            segments.Add(segment.IsTranslatable ? segment : segment with { Text = text.Substring(place, segment.Text.Length) });
            place += segment.Text.Length;
        }

        return segments;
    }

    private static IReadOnlyList<TextSegment> Whole(string line, Func<string, int> countTokens, int maxTokens)
    {
        var segments = new SegmentList(line);
        foreach (var (start, end) in LongSentences.Split(line, 0, line.Length, part => countTokens(part) <= maxTokens))
            segments.AddSentence(start, end);

        return segments.Finish();
    }
}
