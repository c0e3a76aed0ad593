using System.Xml.Linq;

namespace Seq2SeqService.Core.Documents.Xml;

/// <summary>XLIFF 2.x (OASIS, 2014): <c>segment</c> with <c>source</c> and <c>target</c>.</summary>
internal static class Xliff2
{
    private const string Initial = "initial";

    /// <summary>Inline elements around words. All others, <c>ph</c>, <c>sc</c>, <c>ec</c>, <c>cp</c>, are empty.</summary>
    private static readonly string[] AroundWords = ["pc", "mrk"];

    public static XmlStrings Read(XmlFile file)
    {
        var names = file.Root.Name.Namespace;
        var strings = file.Root.Descendants(names + "segment").Where(IsTranslatable).Select(segment => Target(segment, names)).OfType<XElement>()
            .Select(target => new XmlInline(target, HoldsWords)).Where(inline => inline.HasWords).ToList();

        return new(file, strings, languages => file.Root.SetAttributeValue("trgLang", languages.Target));
    }

    /// <summary>The nearest element that says so decides.</summary>
    private static bool IsTranslatable(XElement segment) =>
        segment.Ancestors().Select(element => element.Attribute("translate")?.Value).FirstOrDefault(translate => translate is not null) != "no";

    private static XElement? Target(XElement segment, XNamespace names)
    {
        if (segment.Element(names + "source") is not { } source || !source.Value.Any(char.IsLetter))
            return null;

        var target = segment.Element(names + "target");
        if (target is { Value.Length: > 0 } && segment.Attribute("state")?.Value != Initial)
            return null;

        if (target is null)
        {
            target = new(names + "target");
            source.AddAfterSelf(target);
            if (source.PreviousNode is XText indentation)
                target.AddBeforeSelf(new XText(indentation.Value));
        }

        target.ReplaceNodes(source.Nodes());
        segment.SetAttributeValue("state", "translated");
        return target;
    }

    private static bool HoldsWords(XElement element) =>
        AroundWords.Contains(element.Name.LocalName) && element.Attribute("translate")?.Value != "no";
}
