namespace Seq2SeqService.Core.Markup;

/// <summary>
/// How many elements of a page seem to be open at once, without a tree of it: the parser looks through all of them at many an end tag, so that its time
/// grows with their square. Rather too many than too few: an end tag closes one element of its name, within the nearest element that such a search does
/// not leave (HTML standard, section 13.2.4.2, "scope"), and what ends by itself is open until that element ends. Comments and scripts are not told apart from tags.
/// </summary>
internal static class OpenTags
{
    private static readonly HashSet<string> Cells = ["td", "th", "caption"];

    private static readonly HashSet<string> Limits =
    [
        .. Cells, "table", "template", "applet", "marquee", "object", "button", "title", "desc", "foreignobject", "mi", "mo", "mn", "ms", "mtext", "annotation-xml",
    ];

    public static bool AreAtMost(int most, string source)
    {
        var scopes = new Stack<Scope>([new("")]);
        var open = 0;
        for (var i = source.IndexOf('<', StringComparison.Ordinal); i >= 0 && i + 1 < source.Length; i = source.IndexOf('<', i + 1))
        {
            if (source[i + 1] == '/')
                open -= Closed(scopes, NameAt(source, i + 2));
            else if (char.IsAsciiLetter(source[i + 1]) && NameAt(source, i + 1) is var name && !HtmlElements.IsVoid(name))
                open += Opened(scopes, name);

            if (open > most)
                return false;
        }

        return true;
    }

    private static string NameAt(string source, int start) => StartTag.NameAt(source, start).ToLowerInvariant();

    /// <summary>By how many elements more are open; a cell ends the one before it.</summary>
    private static int Opened(Stack<Scope> scopes, string name)
    {
        var ended = Cells.Contains(name) && Cells.Contains(scopes.Peek().Name) ? scopes.Pop().Size : 0;
        if (Limits.Contains(name))
            scopes.Push(new(name));
        else
            scopes.Peek().Add(name);

        return 1 - ended;
    }

    private static int Closed(Stack<Scope> scopes, string name)
    {
        if (!Limits.Contains(name))
            return scopes.Peek().Remove(name) ? 1 : 0;

        var closed = 0;
        if (name == "table" && Cells.Contains(scopes.Peek().Name))
            closed += scopes.Pop().Size;

        return scopes.Peek().Name == name ? closed + scopes.Pop().Size : closed;
    }

    /// <summary>An element that end tags further in do not close, with those that are open in it.</summary>
    private sealed record Scope(string Name)
    {
        private readonly Dictionary<string, int> _open = [];

        /// <summary>Itself and what is open in it.</summary>
        public int Size { get; private set; } = 1;

        public void Add(string name)
        {
            _open[name] = _open.GetValueOrDefault(name) + 1;
            Size++;
        }

        public bool Remove(string name)
        {
            if (_open.GetValueOrDefault(name) == 0)
                return false;

            _open[name]--;
            Size--;
            return true;
        }
    }
}
