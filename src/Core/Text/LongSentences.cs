using System.Globalization;

namespace Seq2SeqService.Core.Text;

/// <summary>
/// Cuts a sentence that is too long at the safest place near its middle, and the parts again, until all fit: behind a semicolon or the
/// like, else behind a comma, else at white space, else between two characters as people see them. What must come back character by character
/// is not cut while there is any other place.
/// </summary>
internal static class LongSentences
{
    private const string StrongMarks = ".!?;:…。！？；：";
    private const string WeakMarks = ",)]}–—、，）」』";
    private const char FirstWide = '\u2E80';   // marks of these scripts need no space behind them

    /// <summary>The parts, as start and end in <paramref name="text"/>; white space between them is left out.</summary>
    public static List<(int Start, int End)> Split(string text, int start, int end, Func<string, bool> fits)
    {
        var parts = new List<(int Start, int End)>();
        var waiting = new Stack<(int Start, int End)>([(start, end)]);

        while (waiting.TryPop(out var part))
        {
            part = Trim(text, part);
            if (part.Start == part.End)
                continue;

            var cut = fits(text[part.Start..part.End]) ? part.End : SafestPlace(text[part.Start..part.End]) + part.Start;
            if (cut == part.End)
            {
                parts.Add(part);   // it fits, or is a single character
                continue;
            }

            waiting.Push((cut, part.End));
            waiting.Push((part.Start, cut));
        }

        return parts;
    }

    private static (int Start, int End) Trim(string text, (int Start, int End) part)
    {
        var (start, end) = part;
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;
        while (start < end && char.IsWhiteSpace(text[end - 1]))
            end--;

        return (start, end);
    }

    /// <summary>Length of the first part.</summary>
    private static int SafestPlace(string text)
    {
        var kept = VerbatimSpans.Find(text);
        var isInside = Inside(kept, text.Length);
        var (strong, weak, space) = (0, 0, 0);
        var middle = text.Length / 2;

        // Within the middle half, from the outside in: what is found last is nearest. A part of a few words would be no gain.
        for (var away = text.Length / 4; away >= 0; away--)
        {
            foreach (var place in (ReadOnlySpan<int>)[middle + away, middle - away])
            {
                if (place <= 0 || place >= text.Length || isInside[place])
                    continue;
                if (IsBehind(text, place, StrongMarks))
                    strong = place;
                if (IsBehind(text, place, WeakMarks))
                    weak = place;
                if (char.IsWhiteSpace(text[place]))
                    space = place;
            }
        }

        return strong > 0 ? strong : weak > 0 ? weak : space > 0 ? space : CharacterNear(text, PlaceBeside(kept, middle, text.Length));
    }

    /// <summary>For each place whether a span holds it.</summary>
    private static bool[] Inside(IReadOnlyList<VerbatimSpan> kept, int length)
    {
        var isInside = new bool[length];
        foreach (var span in kept)
            isInside.AsSpan(span.Start + 1, Math.Max(0, span.Length - 1)).Fill(true);

        return isInside;
    }

    /// <summary>The middle, or the nearer end of the span that holds it, where that end is not the text's.</summary>
    private static int PlaceBeside(IReadOnlyList<VerbatimSpan> kept, int middle, int length)
    {
        var span = kept.FirstOrDefault(span => span.Holds(middle));
        var places = new[] { span.Start, span.End }.Where(place => place > 0 && place < length).ToList();
        return places.Count == 0 ? middle : places.MinBy(place => Math.Abs(place - middle));
    }

    private static bool IsBehind(string text, int place, string marks) =>
        marks.Contains(text[place - 1], StringComparison.Ordinal) && (char.IsWhiteSpace(text[place]) || text[place - 1] >= FirstWide);

    /// <summary>The end of the first visible character at or behind the middle; the text's length when it is a single one.</summary>
    private static int CharacterNear(string text, int middle)
    {
        var place = 0;
        while (place < middle)
            place += StringInfo.GetNextTextElementLength(text.AsSpan(place));

        if (place > 0 && place < text.Length)
            return place;

        // One visible character with a heap of combining marks: anywhere but inside a surrogate pair.
        var isInsidePair = middle > 0 && char.IsLowSurrogate(text[middle]) && char.IsHighSurrogate(text[middle - 1]);
        return middle == 0 ? text.Length : isInsidePair ? middle + 1 : middle;
    }
}
