using System.Buffers;

namespace Seq2SeqService.Core.Text;

/// <summary>
/// Cuts a text into its lines, for models without languages: they learned from whole lines, and what is no word to a translator (a number,
/// a sign, two sentences in one) may be all that a line is about. Line breaks, blank lines and white space around a line stay as they are.
/// </summary>
public static class TextLines
{
    private static readonly SearchValues<char> Breaks = SearchValues.Create("\n\r\v\f\u0085\u2028\u2029");

    /// <summary>The segments of <paramref name="text"/> in their order; a line of more than <paramref name="maxTokens"/> tokens is cut at safe places.</summary>
    public static IReadOnlyList<TextSegment> Split(string text, Func<string, int> countTokens, int maxTokens)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 1);
        var segments = new SegmentList(text);
        for (var start = 0; start < text.Length;)
        {
            var length = text.AsSpan(start).IndexOfAny(Breaks);
            var end = length < 0 ? text.Length : start + length;
            foreach (var (partStart, partEnd) in LongSentences.Split(text, start, end, part => countTokens(part) <= maxTokens))
                segments.Add(partStart, partEnd);

            start = end + 1;
        }

        return segments.Finish();
    }
}
