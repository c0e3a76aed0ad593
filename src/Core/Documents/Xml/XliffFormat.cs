namespace Seq2SeqService.Core.Documents.Xml;

/// <summary>
/// XLIFF 1.2 and 2.x: every source that has no translation yet gets one, with its inline elements; what is translated, and what says
/// <c>translate="no"</c>, stays.
/// </summary>
internal sealed class XliffFormat : IDocumentFormat
{
    public IReadOnlyList<string> Endings { get; } = [".xlf", ".xliff"];

    public string MediaType => "application/xliff+xml";

    public IDocument Read(byte[] content, DocumentLimits limits)
    {
        var file = XmlFile.Read(content, "xliff");
        return file.Root.Attribute("version")?.Value is { } version && version.StartsWith("2.", StringComparison.Ordinal) ? Xliff2.Read(file) : Xliff1.Read(file);
    }
}
