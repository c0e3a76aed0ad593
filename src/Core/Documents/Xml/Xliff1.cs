using System.Xml.Linq;

namespace Seq2SeqService.Core.Documents.Xml;

/// <summary>XLIFF 1.2 (OASIS, 2008): <c>trans-unit</c> with <c>source</c> and <c>target</c>.</summary>
internal static class Xliff1
{
    private static readonly string[] Untranslated = ["new", "needs-translation"];

    /// <summary>Inline elements around words. In all others, <c>ph</c>, <c>bpt</c>, <c>ept</c>, <c>it</c>, <c>x</c>, stands code.</summary>
    private static readonly string[] AroundWords = ["g", "mrk"];

    public static XmlStrings Read(XmlFile file)
    {
        var names = file.Root.Name.Namespace;
        var strings = file.Root.Descendants(names + "trans-unit").Where(IsTranslatable).Select(unit => Target(unit, names)).OfType<XElement>()
            .Select(target => new XmlInline(target, HoldsWords)).Where(inline => inline.HasWords).ToList();

        return new(file, strings, languages =>
        {
            foreach (var part in file.Root.Elements(names + "file"))
                part.SetAttributeValue("target-language", languages.Target);
        });
    }

    private static bool IsTranslatable(XElement unit) => unit.AncestorsAndSelf().All(element => element.Attribute("translate")?.Value != "no");

    /// <summary>A copy of the source as the unit's target, to be translated; null where there is a translation.</summary>
    private static XElement? Target(XElement unit, XNamespace names)
    {
        if (unit.Element(names + "source") is not { } source || !source.Value.Any(char.IsLetter))
            return null;

        var target = unit.Element(names + "target");
        if (target is { Value.Length: > 0 } && !Untranslated.Contains(target.Attribute("state")?.Value))
            return null;

        if (target is null)
        {
            target = new(names + "target");
            (unit.Element(names + "seg-source") ?? source).AddAfterSelf(target);
            if (source.PreviousNode is XText indentation)
                target.AddBeforeSelf(new XText(indentation.Value));
        }

        // Where the source is cut into segments, the target has to be too.
        target.ReplaceNodes((unit.Element(names + "seg-source") ?? source).Nodes());
        target.SetAttributeValue("state", "translated");
        return target;
    }

    private static bool HoldsWords(XElement element) =>
        AroundWords.Contains(element.Name.LocalName) && element.Attribute("mtype")?.Value != "protected";
}
