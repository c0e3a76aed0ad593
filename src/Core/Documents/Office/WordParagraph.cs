using System.Xml.Linq;
using Seq2SeqService.Core.Documents.Inline;
using Seq2SeqService.Core.Markup;

namespace Seq2SeqService.Core.Documents.Office;

/// <summary>
/// A paragraph of a Word document as one text. Neighbouring runs that look alike are joined, for Word cuts words where somebody corrected a letter; a run
/// that looks otherwise than most is a pair of codes around its words, and so is a link; all else between words (tabs, pictures, fields) is a code.
/// </summary>
internal sealed class WordParagraph
{
    public static readonly XNamespace Names = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private readonly XElement _paragraph;
    private readonly IReadOnlyList<WordPart> _parts;
    private readonly XElement? _usualLooks;
    private readonly string _usualLooksText;
    private readonly List<WordPart> _codes = [];   // by the number that stands for them

    public WordParagraph(XElement paragraph)
    {
        _paragraph = paragraph;
        _parts = WordPart.Of(paragraph);
        var words = WordPart.Words(_parts).ToList();
        _usualLooks = words.GroupBy(part => part.LooksText).MaxBy(looks => looks.Sum(part => part.Text.Length))?.First().Looks;
        _usualLooksText = $"{_usualLooks}";
        HasWords = words.Any(part => part.Text.Any(char.IsLetter));

        var content = Encoded(_parts);
        Text = content.All(node => node is XText)
            ? new(string.Concat(content.Select(node => ((XText)node).Value)))
            : new(string.Concat(content.Select(node => node.ToString(SaveOptions.DisableFormatting))), MarkupKind.Xml);
    }

    public DocumentText Text { get; }

    public bool HasWords { get; }

    public void Write(string translation)
    {
        var root = Text.Markup is not null ? InlineText.Elements(translation) : new XElement("r", XmlLetters.Of(translation));
        Detach([.. _parts.SelectMany(part => part.AllNodes).Select(node => node.Element)]);   // a node that has a parent would be copied, and text boxes inside it lost

        // What marks a stretch (bookmarks, comments) must begin before it ends, whatever became of the words.
        var children = Decoded(root, _usualLooks).ToList();
        var properties = _paragraph.Element(Names + "pPr");
        properties?.Remove();
        var begins = _paragraph.Elements().Where(element => element.Name.LocalName.EndsWith("Start", StringComparison.Ordinal)).ToList();
        var ends = _paragraph.Elements().Where(element => element.Name.LocalName.EndsWith("End", StringComparison.Ordinal)).ToList();
        _paragraph.RemoveNodes();
        _paragraph.Add(properties, begins, children, ends);
    }

    /// <summary>All at once: to take a single node out of its parent, those before it are walked over.</summary>
    private static void Detach(HashSet<XElement> elements)
    {
        foreach (var parent in elements.Select(element => element.Parent).OfType<XElement>().ToHashSet())
        {
            var others = parent.Nodes().Where(node => node is not XElement element || !elements.Contains(element)).ToList();
            parent.RemoveNodes();
            parent.Add(others);
        }
    }

    private List<XNode> Encoded(IReadOnlyList<WordPart> parts)
    {
        var encoded = new List<XNode>();
        foreach (var part in parts)
        {
            if (part.Kind == WordPartKind.Words && part.LooksText == _usualLooksText)
            {
                encoded.Add(new XText(part.Text));
                continue;
            }

            var number = new XAttribute("id", _codes.Count);
            _codes.Add(part);
            encoded.Add(part.Kind switch
            {
                WordPartKind.Words => new XElement(InlineText.Pair, number, part.Text),
                WordPartKind.Container => new XElement(InlineText.Pair, number, Encoded(part.Parts)),
                _ => new XElement(InlineText.Code, number),
            });
        }

        return encoded;
    }

    private IEnumerable<XNode> Decoded(XElement parent, XElement? looks)
    {
        foreach (var node in parent.Nodes())
        {
            if (node is XText text)
                yield return WordPart.Run(text.Value, looks);
            else if (node is XElement element)
            {
                foreach (var decoded in Decoded(element, _codes[InlineText.NumberOf(element)], looks))
                    yield return decoded;
            }
        }
    }

    private IEnumerable<XNode> Decoded(XElement element, WordPart code, XElement? looks) => code.Kind switch
    {
        WordPartKind.Words => Decoded(element, code.Looks),
        WordPartKind.Container => [new XElement(code.Nodes[0].Element.Name, code.Nodes[0].Element.Attributes(), Decoded(element, looks))],
        _ => code.Nodes.Select(node => node.Placed),
    };
}
