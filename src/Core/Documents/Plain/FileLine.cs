namespace Seq2SeqService.Core.Documents.Plain;

/// <summary>A line of a file, without its line break.</summary>
internal readonly record struct FileLine(int Start, string Text)
{
    public int End => Start + Text.Length;

    public bool IsBlank => string.IsNullOrWhiteSpace(Text);

    public static IReadOnlyList<FileLine> Of(string text)
    {
        var lines = new List<FileLine>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.AsSpan(start).IndexOfAny('\r', '\n') is >= 0 and var length ? start + length : text.Length;
            lines.Add(new(start, text[start..end]));
            start = end + (text.AsSpan(end).StartsWith("\r\n") ? 2 : 1);
        }

        return lines;
    }
}
