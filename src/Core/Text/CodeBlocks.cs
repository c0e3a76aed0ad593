namespace Seq2SeqService.Core.Text;

/// <summary>Tells lines of code from lines of prose: what stands between fences of back ticks, and lines that end as statements do.</summary>
internal static class CodeBlocks
{
    private const string Fence = "```";

    /// <summary>
    /// The place behind the fenced block that begins at <paramref name="start"/>, or <paramref name="start"/> where none does or it has no end.
    /// </summary>
    /// <param name="lastFence">Of <see cref="LastFence"/>: an end that is not there is not looked for again and again.</param>
    public static int Skip(string text, int start, int lastFence)
    {
        if (start >= lastFence || !text.AsSpan(start).StartsWith(Fence, StringComparison.Ordinal))
            return start;

        var line = text.IndexOf('\n', start);
        while (line >= 0)
        {
            var next = line + 1;
            line = text.IndexOf('\n', next);
            if (IsFence(text, next))
                return line < 0 ? text.Length : line;
        }

        return start;
    }

    /// <summary>Where the last line begins that has a fence; -1 where none has.</summary>
    public static int LastFence(string text)
    {
        for (var end = text.Length; end >= 0;)
        {
            var fence = text.AsSpan(0, end).LastIndexOf(Fence, StringComparison.Ordinal);
            if (fence < 0)
                return -1;

            var line = text.AsSpan(0, fence).LastIndexOf('\n') + 1;
            if (IsFence(text, line))
                return line;

            end = line - 1;
        }

        return -1;
    }

    private static bool IsFence(string text, int line)
    {
        while (line < text.Length && text[line] is ' ' or '\t')
            line++;

        return text.AsSpan(line).StartsWith(Fence, StringComparison.Ordinal);
    }

    /// <summary><c>foo(bar);</c>, <c>if (x) {</c>: ends as a statement does and has a bracket or an equals sign.</summary>
    public static bool IsStatement(ReadOnlySpan<char> line) =>
        line.Length > 1 && line[^1] is ';' or '{' && line[..^1].ContainsAny("([{=<") && !line.Contains('。');
}
