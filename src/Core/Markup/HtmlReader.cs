using System.Text;
using System.Text.RegularExpressions;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Seq2SeqService.Core.Markup;

/// <summary>
/// Reads HTML by the rules that browsers follow, so that any input is a tree: what is not well-formed is mended. Start tags are kept as they were
/// written, and tags that the author left out are not written.
/// </summary>
internal sealed partial class HtmlReader
{
    private const int MostOpen = 5000;     // tags that seem to be open at once; the parser's time grows with their square
    private const int MaxDepth = 400;

    private readonly MarkupOptions _options;
    private readonly string _source;

    private HtmlReader(string source, MarkupOptions options) => (_source, _options) = (source, options);

    public static List<MarkupNode> Read(string source, MarkupOptions options)
    {
        source = source.Replace("\r\n", "\n", StringComparison.Ordinal);   // as the parser counts
        if (!OpenTags.AreAtMost(MostOpen, source))
            throw new MarkupException("its tags are nested too deeply");
        if (!OpenFormatting.IsBearable(source))
            throw new MarkupException("too many of its tags for formatting are never closed");

        var declaration = XmlDeclaration().Match(source).Value;   // of XHTML; the parser would make a comment of it
        source = source[declaration.Length..];
        var reader = new HtmlReader(source, options);
        var nodes = reader.Nodes(Parsed(source), new(IsTranslated: true, KeepsSpace: false, Depth: 0));
        return declaration.Length > 0 ? [new MarkupVerbatim(declaration) { Splits = true }, .. nodes] : nodes;
    }

    private static IEnumerable<INode> Parsed(string source)
    {
        var parser = new HtmlParser(new HtmlParserOptions { IsKeepingSourceReferences = true });
        return Page().IsMatch(source)
            ? parser.ParseDocument(source).ChildNodes
            : parser.ParseFragment(source, parser.ParseDocument("").CreateElement("template"));   // the context that takes any element
    }

    private List<MarkupNode> Nodes(IEnumerable<INode> nodes, Surroundings around) => [.. nodes.SelectMany(node => Nodes(node, around))];

    private IEnumerable<MarkupNode> Nodes(INode node, Surroundings around)
    {
        switch (node)
        {
            case IText { TextContent: var text }:
                yield return around.IsTranslated ? new MarkupText(text) { KeepsSpace = around.KeepsSpace } : new MarkupVerbatim(MarkupEscape.Html(text));
                break;
            case IElement element:
                yield return Element(element, around);
                break;
            case IDocumentType:
                yield return new MarkupVerbatim(node.ToHtml()) { Splits = true };
                break;
            case IComment { Data: var said }:
                yield return new MarkupVerbatim($"<!--{said}-->");
                break;
            default:
                yield return new MarkupVerbatim(node.ToHtml());
                break;
        }
    }

    private MarkupNode Element(IElement element, Surroundings around)
    {
        if (around.Depth > MaxDepth)
            throw new MarkupException($"its elements are nested more than {MaxDepth} deep");

        var name = element.LocalName;
        var isTranslated = IsTranslated(element) ?? around.IsTranslated;
        var within = new Surroundings(isTranslated, around.KeepsSpace || name is "pre" or "listing", around.Depth + 1);
        if (IsVerbatim(element, isTranslated))
        {
            return new MarkupVerbatim(Markup(element, within)) { Text = Shown(element), Splits = SplitsByName(name) };
        }

        if (name is "sup" or "sub" && !element.TextContent.Any(char.IsLetter) && element.NextSibling?.TextContent is not [>= 'A', ..])
            return new MarkupVerbatim(Markup(element, within));   // a note's number, no part of the word before it

        var children = Nodes(element.ChildNodes, within);
        var made = new MarkupElement(Open(element), Close(element)) { Splits = SplitsByName(name) || (children.Any(child => child.Splits) && !Joins(name)) };
        if (name == "pre" && element.TextContent.StartsWith('\n') && made.Open.Length > 0)
            made.Children.Add(new MarkupVerbatim("\n"));   // the parser drops the first line break
        made.Children.AddRange(children);
        return made;
    }

    /// <summary>Nothing in it is to be translated, further in neither.</summary>
    private bool IsVerbatim(IElement element, bool isTranslated) =>
        HtmlElements.IsUntouched(element.LocalName)
        || element.NamespaceUri != "http://www.w3.org/1999/xhtml"
        || _options.IgnoreTags.Contains(element.LocalName, _options.Names)
        || (!isTranslated && !element.QuerySelectorAll("[translate]").Any(inner => IsTranslated(inner) == true));

    private static bool? IsTranslated(IElement element) => element.GetAttribute("translate")?.ToLowerInvariant() switch
    {
        "no" => false,
        "yes" or "" => true,
        _ => element.ClassList.Contains("notranslate") ? false : null,
    };

    private bool SplitsByName(string name) =>
        _options.SplittingTags.Contains(name, _options.Names) || (HtmlElements.IsBlock(name) && !Joins(name));

    private bool Joins(string name) => _options.NonSplittingTags.Contains(name, _options.Names);

    /// <summary>The element as it was written, as far as the tree knows.</summary>
    private string Markup(IElement element, Surroundings around)
    {
        if (around.Depth + Depth(element) > MaxDepth)
            throw new MarkupException($"its elements are nested more than {MaxDepth} deep");

        var markup = element.ToHtml();
        var open = Open(element);
        var own = markup.StartsWith('<') ? StartTag.End(markup, 0) : 0;
        return open.Length > 0 && own > 0 ? open + markup[own..] : markup;
    }

    private static int Depth(IElement element)
    {
        var depth = 0;
        for (var level = element.Children.ToList(); level.Count > 0; level = [.. level.SelectMany(child => child.Children)])
            depth++;

        return depth;
    }

    /// <summary>Its words for the sentence around it.</summary>
    private static string Shown(IElement element) =>
        element.LocalName is "script" or "style" or "template" or "textarea" || element.NamespaceUri != "http://www.w3.org/1999/xhtml" ? "" : element.TextContent;

    private string Open(IElement element)
    {
        if (IsImplied(element))
            return "";

        var place = PlaceOf(element);
        return StartTag.IsAt(_source, place, element.LocalName) && StartTag.End(_source, place) is > 0 and var end
            ? _source[place..end]
            : Written(element);
    }

    private static string Close(IElement element) => IsImplied(element) || HtmlElements.IsVoid(element.LocalName) ? "" : $"</{element.LocalName}>";

    /// <summary>The author left its tags out, or they came too late to say more than was known; a reader will find it without them.</summary>
    private static bool IsImplied(IElement element) => PlaceOf(element) < 0 && HtmlElements.IsImplied(element.LocalName) && element.Attributes.Length == 0;

    private static int PlaceOf(IElement element) => element.SourceReference?.Position.Index ?? -1;

    private static string Written(IElement element)
    {
        var tag = new StringBuilder("<").Append(element.LocalName);
        foreach (var attribute in element.Attributes)
            tag.Append(' ').Append(attribute.Name).Append("=\"").Append(MarkupEscape.HtmlAttribute(attribute.Value)).Append('"');

        return tag.Append('>').ToString();
    }

    /// <summary>What an element takes over from those around it.</summary>
    private readonly record struct Surroundings(bool IsTranslated, bool KeepsSpace, int Depth);

    [GeneratedRegex(@"\A\uFEFF?<\?xml[^>]*\?>\s*", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex XmlDeclaration();

    [GeneratedRegex(@"\A\uFEFF?\s*(?>(<!--.*?-->\s*)*)<(!doctype|html|head|body)\b", RegexOptions.IgnoreCase | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Page();
}
