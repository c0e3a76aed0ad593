using System.Text;
using System.Xml;

namespace Seq2SeqService.Core.Markup;

/// <summary>Reads XML, a document or a part of one, without document types, so that no entity can be declared.</summary>
internal sealed class XmlMarkupReader
{
    private const int MaxDepth = 400;

    private readonly MarkupOptions _options;
    private readonly Dictionary<MarkupNode, string> _names = [];   // of elements

    private XmlMarkupReader(MarkupOptions options) => _options = options;

    public static List<MarkupNode> Read(string source, MarkupOptions options)
    {
        var isDocument = source.AsSpan().TrimStart().StartsWith("<?xml", StringComparison.Ordinal);
        try
        {
            using var reader = new XmlTextReader(
                isDocument ? source.TrimStart() : source, isDocument ? XmlNodeType.Document : XmlNodeType.Element, context: null)
            {
                Namespaces = false, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, WhitespaceHandling = WhitespaceHandling.All,
            };
            var made = new XmlMarkupReader(options);
            var nodes = made.Nodes(reader, depth: 0);
            made.Mark(nodes, parentSplits: true);
            return nodes;
        }
        catch (XmlException error)
        {
            throw new MarkupException(error.Message);
        }
    }

    /// <summary>What is up to the end of the element that the reader is in, or of the text.</summary>
    private List<MarkupNode> Nodes(XmlTextReader reader, int depth)
    {
        if (depth > MaxDepth)
            throw new MarkupException($"its elements are nested more than {MaxDepth} deep");

        var nodes = new List<MarkupNode>();
        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
            nodes.Add(Node(reader, depth));

        return nodes;
    }

    private MarkupNode Node(XmlTextReader reader, int depth) => reader.NodeType switch
    {
        XmlNodeType.Element => Element(reader, depth),
        XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace =>
            new MarkupText(reader.Value) { KeepsSpace = reader.XmlSpace == XmlSpace.Preserve },
        XmlNodeType.XmlDeclaration => new MarkupVerbatim($"<?xml {reader.Value}?>") { Splits = true },
        XmlNodeType.ProcessingInstruction => new MarkupVerbatim($"<?{reader.Name}{(reader.Value.Length > 0 ? " " : "")}{reader.Value}?>"),
        XmlNodeType.Comment => new MarkupVerbatim($"<!--{reader.Value}-->"),
        _ => throw new MarkupException($"it has a part of the kind {reader.NodeType}, which is not read"),
    };

    private MarkupNode Element(XmlTextReader reader, int depth)
    {
        var (name, isEmpty) = (reader.Name, reader.IsEmptyElement);
        var element = new MarkupElement(Open(reader, isEmpty), isEmpty ? "" : $"</{name}>");
        if (!isEmpty)
            element.Children.AddRange(Nodes(reader, depth + 1));

        MarkupNode made = _options.IgnoreTags.Contains(name, _options.Names)
            ? new MarkupVerbatim(MarkupWriter.Write([element], MarkupEscape.Xml)) { Text = Words(element.Children) }
            : element;
        _names[made] = name;
        return made;
    }

    /// <summary>Says what splits: among elements alone each is a paragraph of its own; beside words they are words too.</summary>
    private void Mark(List<MarkupNode> nodes, bool parentSplits)
    {
        var isOutline = _options.DetectsOutline && parentSplits && !nodes.Any(node => node is MarkupText text && !string.IsNullOrWhiteSpace(text.Text));
        foreach (var node in nodes)
        {
            if (!_names.TryGetValue(node, out var name))
                continue;

            var joins = _options.NonSplittingTags.Contains(name, _options.Names);
            node.Splits = !joins && (isOutline || _options.SplittingTags.Contains(name, _options.Names));
            if (node is not MarkupElement element)
                continue;

            Mark(element.Children, node.Splits);
            node.Splits |= !joins && element.Children.Any(child => child.Splits);
        }
    }

    private static string Open(XmlTextReader reader, bool isEmpty)
    {
        var tag = new StringBuilder("<").Append(reader.Name);
        while (reader.MoveToNextAttribute())
            tag.Append(' ').Append(reader.Name).Append("=\"").Append(MarkupEscape.XmlAttribute(reader.Value)).Append('"');

        reader.MoveToElement();
        return tag.Append(isEmpty ? "/>" : ">").ToString();
    }

    private static string Words(IEnumerable<MarkupNode> nodes) => string.Concat(nodes.Select(node => node switch
    {
        MarkupText text => text.Text,
        MarkupVerbatim verbatim => verbatim.Text,
        MarkupElement element => Words(element.Children),
        _ => "",
    }));
}
