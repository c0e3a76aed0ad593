using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Seq2SeqService.Core.Tests.Markup;

/// <summary>What a browser makes of HTML, as the tests compare it.</summary>
internal static class HtmlTree
{
    private static readonly string[] Exempt = ["script", "style", "code", "kbd", "samp", "var", "textarea", "svg", "math", "template", "iframe", "object", "video", "audio", "canvas"];

    public static IReadOnlyList<INode> Parse(string html)
    {
        var parser = new HtmlParser();
        return html.Contains("<html", StringComparison.OrdinalIgnoreCase) || html.Contains("<!doctype", StringComparison.OrdinalIgnoreCase)
            ? [.. parser.ParseDocument(html).ChildNodes]
            : [.. parser.ParseFragment(html, parser.ParseDocument("").CreateElement("template"))];
    }

    /// <summary>For each element and comment its way from the root, attributes and all; sorted.</summary>
    public static IReadOnlyList<string> Paths(string html) => [.. Parse(html).SelectMany(node => Paths(node, "")).Order(StringComparer.Ordinal)];

    /// <summary>Text that is shown and is to be translated.</summary>
    public static IEnumerable<string> Texts(string html) => Parse(html).SelectMany(node => Texts(node, isExempt: false));

    /// <summary>Scripts and what else nobody may touch, in order.</summary>
    public static IReadOnlyList<string> ExemptTexts(string html) => [.. Parse(html).SelectMany(node => node.GetDescendants().Prepend(node)).OfType<IElement>()
        .Where(element => Exempt.Contains(element.LocalName) || (element.GetAttribute("translate") == "no" && element.QuerySelector("[translate=yes]") is null)).Select(element => element.TextContent)
        .Where(text => !text.Contains(Scrambler.Mark, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>The text with white space as it is shown; blocks begin anew.</summary>
    public static string Shown(string html) =>
        string.Join(' ', string.Concat(Parse(html).Select(ShownOf)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Tags that were opened and closed, in order and by name, as a plain reader counts them: a second opinion on well-formedness.</summary>
    public static bool IsBalanced(string html)
    {
        var open = new Stack<string>();
        var tokens = System.Text.RegularExpressions.Regex.Matches(html, @"<!--.*?-->|<(script|style)\b.*?</\1>|<(?<close>/?)(?<name>[a-zA-Z][-\w]*)(?:""[^""]*""|'[^']*'|[^'"">])*>", System.Text.RegularExpressions.RegexOptions.Singleline);
        foreach (System.Text.RegularExpressions.Match token in tokens)
        {
            var name = token.Groups["name"].Value.ToLowerInvariant();
            if (name.Length == 0 || name is "br" or "img" or "hr" or "meta" or "link" or "input" or "wbr" or "col" or "source" or "area" or "base" || token.Value.EndsWith("/>", StringComparison.Ordinal))
                continue;
            if (token.Groups["close"].Value.Length == 0)
                open.Push(name);
            else if (open.Count == 0 || open.Pop() != name)
                return false;
        }

        return open.Count == 0;
    }

    private static string ShownOf(INode node) => node switch
    {
        IText text => text.TextContent,
        IElement { LocalName: "br" or "p" or "h1" or "h2" or "td" or "address" or "div" or "li" } => $" {string.Concat(node.ChildNodes.Select(ShownOf))} ",
        IComment => "",
        _ => string.Concat(node.ChildNodes.Select(ShownOf)),
    };

    private static IEnumerable<string> Paths(INode node, string parent)
    {
        var path = node switch
        {
            IElement element => $"{parent}/{element.LocalName}[{string.Join(' ', element.Attributes.Select(attribute => $"{attribute.Name}={attribute.Value}"))}]",
            IComment comment => $"{parent}/!{comment.TextContent}",
            _ => "",
        };
        return path.Length == 0 ? [] : node.ChildNodes.SelectMany(child => Paths(child, path)).Prepend(path);
    }

    private static IEnumerable<string> Texts(INode node, bool isExempt)
    {
        if (node is IText text)
            return isExempt || text.TextContent.Trim().Length == 0 ? [] : [text.TextContent];

        var exempt = node is IElement element
            ? element.GetAttribute("translate") switch { "no" => true, "yes" => false, _ => isExempt || Exempt.Contains(element.LocalName) || element.ClassList.Contains("notranslate") }
            : isExempt;
        return node.ChildNodes.SelectMany(child => Texts(child, exempt));
    }
}
