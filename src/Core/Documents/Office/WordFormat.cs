namespace Seq2SeqService.Core.Documents.Office;

/// <summary>Word documents: the paragraphs of the text, of headers, footers and notes. Everything else in the archive stays.</summary>
internal sealed class WordFormat : IDocumentFormat
{
    private static readonly string[] Parts = ["document", "header", "footer", "footnotes", "endnotes"];

    public IReadOnlyList<string> Endings { get; } = [".docx"];

    public string MediaType => "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    public IDocument Read(byte[] content, DocumentLimits limits)
    {
        var archive = ArchiveFile.Read(content, limits);
        if (archive["word/document.xml"] is null)
            throw new DocumentException("The archive holds no Word document: word/document.xml is missing.");

        return new WordDocument(archive, [.. archive.Names.Where(IsPart)]);
    }

    private static bool IsPart(string name) =>
        name.StartsWith("word/", StringComparison.Ordinal) && name.EndsWith(".xml", StringComparison.Ordinal) && name.LastIndexOf('/') == 4
        && Parts.Contains(Path.GetFileNameWithoutExtension(name).TrimEnd("0123456789".ToCharArray()));
}
