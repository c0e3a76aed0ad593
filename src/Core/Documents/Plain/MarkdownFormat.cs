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
        var lines = FileLine.Of(file.Text);
        var labels = MarkdownBlocks.Labels(lines).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var blocks = MarkdownBlocks.Of(lines).ToList();
        limits.Check(blocks.Select(block => block.Lines.Sum(line => line.Text.Length)));   // before anything is looked for in them
        return new SplicedDocument(file, [.. blocks.Select(block => MarkdownInline.SlotOf(file.Text, block, labels)).OfType<Slot>()]);
    }
}
