namespace Seq2SeqService.Core.Text;

/// <summary>Tells lines of code from lines of prose: what stands between fences of back ticks, and lines that end as statements do.</summary>
internal static class CodeBlocks
{
    private const string Fence = "```";

    /// <summary>The place behind the fenced block that begins at <paramref name="start"/>, or <paramref name="start"/> where none does or it has no end.</summary>
    public static int Skip(string text, int start)
    {
        if (!text.AsSpan(start).StartsWith(Fence, StringComparison.Ordinal))
            return start;

        var line = text.IndexOf('\n', start);
        while (line >= 0)
        {
            var (next, first) = (line + 1, line + 1);
            while (first < text.Length && text[first] is ' ' or '\t')
                first++;

            line = text.IndexOf('\n', next);
            if (text.AsSpan(first).StartsWith(Fence, StringComparison.Ordinal))
                return line < 0 ? text.Length : line;
        }

        return start;
    }

    /// <summary><c>foo(bar);</c>, <c>if (x) {</c>: ends as a statement does and has a bracket or an equals sign.</summary>
    public static bool IsStatement(ReadOnlySpan<char> line) =>
        line.Length > 1 && line[^1] is ';' or '{' && line[..^1].ContainsAny("([{=<") && !line.Contains('。');
}
