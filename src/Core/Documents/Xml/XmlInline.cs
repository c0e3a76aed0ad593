using System.Xml.Linq;
using Seq2SeqService.Core.Documents.Inline;
using Seq2SeqService.Core.Markup;

namespace Seq2SeqService.Core.Documents.Xml;

/// <summary>The content of an element as one text to translate: its words, and its inline elements as codes.</summary>
internal sealed class XmlInline
{
    private readonly XElement _element;
    private readonly Func<XElement, bool> _holdsWords;
    private readonly List<XmlCode> _codes = [];

    /// <param name="element">Whose content is translated.</param>
    /// <param name="holdsWords">Which of the elements in it hold words of the sentence; the others stand for themselves.</param>
    public XmlInline(XElement element, Func<XElement, bool> holdsWords)
    {
        (_element, _holdsWords) = (element, holdsWords);
        var content = element.Nodes().All(node => node is XText) ? null : Encoded(element, depth: 0);
        Text = content is null ? new(element.Value) : new(string.Concat(content.Select(node => node.ToString(SaveOptions.DisableFormatting))), MarkupKind.Xml);
        HasWords = content is null ? element.Value.Any(char.IsLetter) : content.Any(node => (node is XElement code ? code.Value : ((XText)node).Value).Any(char.IsLetter));
    }

    public DocumentText Text { get; }

    public bool HasWords { get; }

    /// <summary>Puts the translation in the place of the content.</summary>
    public void Write(string translation)
    {
        if (Text.Markup is not null)
            _element.ReplaceNodes(Decoded(InlineText.Elements(translation)));
        else
            _element.Value = XmlLetters.Of(translation);
    }

    private List<XNode> Encoded(XElement parent, int depth)
    {
        var nodes = parent.Nodes().ToList();
        InlineLimit.Check(nodes.Count);
        return Encoded(nodes, XmlCode.Ends(nodes), 0, nodes.Count, depth);
    }

    private List<XNode> Encoded(List<XNode> nodes, int[] ends, int from, int to, int depth)
    {
        InlineLimit.CheckDepth(depth);
        var encoded = new List<XNode>();
        for (var i = from; i < to; i++)
        {
            if (nodes[i] is XText text)
            {
                encoded.Add(new XText(text.Value));
                continue;
            }

            var number = new XAttribute("id", _codes.Count);
            if (ends[i] > i && ends[i] < to)
            {
                _codes.Add(new(nodes[i], nodes[ends[i]]));
                encoded.Add(new XElement(InlineText.Pair, number, Encoded(nodes, ends, i + 1, ends[i], depth + 1)));
                i = ends[i];
            }
            else
            {
                _codes.Add(new(nodes[i], End: null));
                encoded.Add(IsAroundWords(nodes[i]) ? new XElement(InlineText.Pair, number, Encoded((XElement)nodes[i], depth + 1)) : new XElement(InlineText.Code, number));
            }
        }

        return encoded;
    }

    private bool IsAroundWords(XNode node) => node is XElement element && _holdsWords(element);

    private IEnumerable<XNode> Decoded(XElement parent) => parent.Nodes().SelectMany(node => node switch
    {
        XText text => [new XText(text.Value)],
        XElement element => Code(element),
        _ => Array.Empty<XNode>(),
    });

    private IEnumerable<XNode> Code(XElement element)
    {
        var (begin, end) = _codes[InlineText.NumberOf(element)];
        if (end is not null)
            return [begin, .. Decoded(element), end];

        return IsAroundWords(begin) ? [new XElement(((XElement)begin).Name, ((XElement)begin).Attributes(), Decoded(element))] : [begin];
    }
}
