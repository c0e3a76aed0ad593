using System.Text;

namespace Seq2SeqService.Core.Tests.Markup;

/// <summary>Random trees of tags and words, well-formed by construction.</summary>
internal sealed class Trees(int seed, bool isHtml)
{
    private static readonly string[] Inline = ["b", "i", "em", "strong", "span", "a", "u", "small", "mark", "custom-tag"];
    private static readonly string[] Blocks = ["div", "section", "blockquote", "article", "ul", "ol"];
    private static readonly string[] Leaves = ["p", "h1", "h2", "td", "address"];
    private static readonly string[] Words = ["Haus", "der", "Garten", "42", "schön", "A&B", "x<y", "non\u00A0break", "😀", "naïve", "„Zitat“", "3.5", "Wort,", "Ende."];

    private readonly Random _random = new(seed);
    private int _id;

    public string Next()
    {
        var output = new StringBuilder();
        if (isHtml)
            AddBlocks(output, depth: 0);
        else
            Wrap(output, "doc", () => AddBlocks(output, depth: 0));
        return output.ToString();
    }

    private void AddBlocks(StringBuilder output, int depth)
    {
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            if (_random.Next(3) == 0)
                output.Append(_random.Next(2) == 0 ? "\n  " : "<!-- note <b> -->");
            if (depth < 3 && _random.Next(3) == 0)
                AddContainer(output, depth);
            else
                AddLeaf(output);
        }
    }

    private void AddContainer(StringBuilder output, int depth)
    {
        var name = Blocks[_random.Next(Blocks.Length)];
        if (name is "ul" or "ol")
            Wrap(output, name, () => Wrap(output, "li", () => AddBlocks(output, depth + 1)));
        else
            Wrap(output, name, () => AddBlocks(output, depth + 1));
    }

    private void AddLeaf(StringBuilder output)
    {
        var name = Leaves[_random.Next(Leaves.Length)];
        if (name == "td")
            Wrap(output, "table", () => Wrap(output, "tbody", () => Wrap(output, "tr", () => Wrap(output, "td", () => AddWords(output, 0, [])))));
        else
            Wrap(output, name, () => AddWords(output, 0, []));
    }

    private void AddWords(StringBuilder output, int depth, HashSet<string> open)
    {
        for (var count = _random.Next(0, 5); count > 0; count--)
        {
            switch (_random.Next(depth < 4 ? 6 : 3))
            {
                case 0 or 1 or 2:
                    output.Append(Escaped(Words[_random.Next(Words.Length)])).Append(_random.Next(5) == 0 ? "" : " ");
                    break;
                case 3:
                    output.Append(_random.Next(4) switch { 0 => Void("br"), 1 => Void("img"), 2 => "<!--c-->", _ => $" {Exempt()} " });   // with a word that goes on behind it, one of the two would be lost
                    break;
                default:
                    AddInline(output, depth, open);
                    break;
            }
        }
    }

    private void AddInline(StringBuilder output, int depth, HashSet<string> open)
    {
        var name = Inline[_random.Next(Inline.Length)];
        if (name == "a" && open.Contains("a"))
            name = "span";   // links do not nest in HTML

        Wrap(output, name, () => AddWords(output, depth + 1, [.. open, name]));
        if (_random.Next(3) > 0)
            output.Append(' ');
    }

    private string Exempt() => isHtml
        ? _random.Next(3) switch { 0 => "<code>raw &lt;b&gt;</code>", 1 => "<span translate=\"no\">raw <b>name</b></span>", _ => "<script>if (a < b) raw();</script>" }
        : "<keep>raw <b>name</b></keep>";

    private string Void(string name) => isHtml ? $"<{name} id=\"v{_id++}\">" : $"<{name} id=\"v{_id++}\"/>";

    private void Wrap(StringBuilder output, string name, Action content)
    {
        output.Append('<').Append(name).Append(" id=\"e").Append(_id++).Append("\">");
        content();
        output.Append("</").Append(name).Append('>');
    }

    private static string Escaped(string word) => word.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
