namespace Seq2SeqService.Core.Documents.Plain;

/// <summary>
/// Markdown: headings, paragraphs, lists, quotations and tables are translated; front matter, code, HTML blocks, link targets and all marks stay. The
/// lines of a paragraph are one text, broken into as many lines again; emphasis and links come back around the words that stand for theirs.
/// </summary>
internal sealed class MarkdownFormat : IDocumentFormat
{
    public IReadOnlyList<string> Endings { get; } = [".md", ".markdown"];

    public string MediaType => "text/markdown";

    public IDocument Read(byte[] content, DocumentLimits limits)
    {
        var file = DecodedText.Of(content);
        return new SplicedDocument(file, [.. MarkdownBlocks.Of(FileLine.Of(file.Text)).Select(block => MarkdownInline.SlotOf(file.Text, block)).OfType<Slot>()]);
    }
}
