using System.Globalization;

namespace Seq2SeqService.Inference.Texts;

/// <summary>
/// Splits a sentence that is longer than a model accepts at the safest place near its middle, again and again until every part fits:
/// behind a semicolon or the like, else behind a comma, else at white space, else between two characters as people see them. Nothing is
/// lost: the parts together are the sentence, and white space between them is a part of its own.
/// </summary>
internal static class LongSentence
{
    private const string StrongMarks = ".!?;:…。！？；：";
    private const string WeakMarks = ",)]}–—、，）」』";

    public static IReadOnlyList<string> Split(string sentence, Func<string, bool> fits)
    {
        var parts = new List<string>();
        Split(sentence, fits, parts);
        return parts;
    }

    private static void Split(string text, Func<string, bool> fits, List<string> parts)
    {
        if (text.Length == 0)
            return;

        if (string.IsNullOrWhiteSpace(text) || fits(text))
        {
            parts.Add(text);
            return;
        }

        var end = SafestPlace(text);
        var gap = text.AsSpan(end).Length - text.AsSpan(end).TrimStart().Length;
        Split(text[..end], fits, parts);
        Split(text.Substring(end, gap), fits, parts);
        Split(text[(end + gap)..], fits, parts);
    }

    /// <summary>The index at which the first part ends.</summary>
    private static int SafestPlace(string text)
    {
        bool AfterMark(int i, string marks) => marks.Contains(text[i - 1], StringComparison.Ordinal) && (char.IsWhiteSpace(text[i]) || text[i - 1] > '\u2E7F');

        return Nearest(text, i => AfterMark(i, StrongMarks))
            ?? Nearest(text, i => AfterMark(i, WeakMarks))
            ?? Nearest(text, i => char.IsWhiteSpace(text[i]) && !char.IsWhiteSpace(text[i - 1]))
            ?? NearestCharacter(text);
    }

    /// <summary>The place nearest to the middle, in the middle half: a part of a few words would be no gain.</summary>
    private static int? Nearest(string text, Func<int, bool> isPlace)
    {
        var middle = text.Length / 2;
        for (var away = 0; away <= text.Length / 4; away++)
        {
            if (middle - away > 0 && isPlace(middle - away))
                return middle - away;

            if (middle + away > 0 && middle + away < text.Length && isPlace(middle + away))
                return middle + away;
        }

        return null;
    }

    private static int NearestCharacter(string text)
    {
        var middle = text.Length / 2;
        var starts = StringInfo.ParseCombiningCharacters(text);
        if (starts.Length > 1)
            return starts.Skip(1).MinBy(start => Math.Abs(start - middle));

        if (text.Length < 2 || (text.Length == 2 && char.IsSurrogatePair(text, 0)))
            throw new TranslationException(TranslationFailure.TextTooLong, "A single character of the text has more tokens than the model accepts.");

        // One character with a heap of combining marks: anywhere but inside a surrogate pair.
        return char.IsLowSurrogate(text[middle]) && char.IsHighSurrogate(text[middle - 1]) ? middle + 1 : middle;
    }
}
