namespace Seq2SeqService.Core.Documents.Xml;

/// <summary>Translation memories (TMX 1.4): every unit that has no variant in the target language yet gets one.</summary>
internal sealed class TmxFormat : IDocumentFormat
{
    public IReadOnlyList<string> Endings { get; } = [".tmx"];

    public string MediaType => "application/xml";

    public IDocument Read(byte[] content, DocumentLimits limits)
    {
        var file = XmlFile.Read(content, "tmx");
        return new TmxDocument(file);
    }
}
