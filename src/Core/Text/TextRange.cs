namespace Seq2SeqService.Core.Text;

/// <summary>A stretch of a text, in UTF-16 code units, as .NET and JavaScript count.</summary>
/// <param name="Start">The first.</param>
/// <param name="End">Behind the last.</param>
public readonly record struct TextRange(int Start, int End)
{
    public int Length => End - Start;

    public bool IsEmpty => End <= Start;

    public TextRange Shift(int by) => new(Start + by, End + by);

    /// <summary>How many characters both have.</summary>
    public int Overlap(TextRange other) => Math.Max(0, Math.Min(End, other.End) - Math.Max(Start, other.Start));

    /// <summary>Without the white space of <paramref name="text"/> at its edges.</summary>
    public TextRange Trim(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (start, end) = (Start, End);
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;
        while (start < end && char.IsWhiteSpace(text[end - 1]))
            end--;

        return new(start, end);
    }
}
