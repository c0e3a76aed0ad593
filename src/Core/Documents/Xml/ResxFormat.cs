using System.Xml.Linq;

namespace Seq2SeqService.Core.Documents.Xml;

/// <summary>.NET's resource files: the values of strings. Files, objects, sizes of controls and comments stay.</summary>
internal sealed class ResxFormat : IDocumentFormat
{
    /// <summary>What designers keep about a form, not on it.</summary>
    private const string AboutTheForm = ">>";

    public IReadOnlyList<string> Endings { get; } = [".resx", ".resw"];

    public string MediaType => "application/xml";

    public IDocument Read(byte[] content, DocumentLimits limits)
    {
        var file = XmlFile.Read(content, "root");
        return new XmlStrings(file, [.. file.Root.Elements("data").Where(IsString).SelectMany(data => data.Elements("value")).Select(value => new XmlInline(value, _ => false)).Where(inline => inline.HasWords)]);
    }

    private static bool IsString(XElement data) =>
        data.Attribute("type") is null && data.Attribute("mimetype") is null && data.Attribute("name")?.Value.StartsWith(AboutTheForm, StringComparison.Ordinal) != true;
}
