using System.Xml.Linq;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Documents.Xml;

/// <summary>A translation memory whose units with one language are translated.</summary>
internal sealed class TmxDocument : IDocument
{
    private static readonly XName Language = XNamespace.Xml + "lang";

    private readonly XmlFile _file;
    private readonly List<(XElement Variant, XmlInline Segment)> _added = [];

    public TmxDocument(XmlFile file)
    {
        _file = file;
        foreach (var unit in file.Root.Descendants("tu"))
        {
            // With two variants or more the unit is translated.
            if (unit.Elements("tuv").ToList() is [var source] && source.Element("seg") is { } segment && segment.Value.Any(char.IsLetter))
                Add(source);
        }

        Texts = [.. _added.Select(added => added.Segment.Text)];
    }

    public IReadOnlyList<DocumentText> Texts { get; }

    public byte[] Write(IReadOnlyList<string> translations, LanguagePair languages)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(translations.Count, _added.Count);
        foreach (var ((variant, segment), translation) in _added.Zip(translations))
        {
            segment.Write(translation);
            variant.SetAttributeValue(variant.Attribute("lang") is null ? Language : "lang", languages.Target);
        }

        return _file.Write();
    }

    private void Add(XElement source)
    {
        var variant = new XElement(source);
        source.AddAfterSelf(variant);
        if (source.PreviousNode is XText indentation)
            variant.AddBeforeSelf(new XText(indentation.Value));

        // Inside hi stand words; in bpt, ept, ph, it and ut stands code.
        _added.Add((variant, new(variant.Element("seg")!, element => element.Name.LocalName == "hi")));
    }
}
