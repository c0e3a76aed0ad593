using Seq2SeqService.Core.Markup;

namespace Seq2SeqService.Core.Documents.Plain;

/// <summary>Pages, as browsers read them.</summary>
internal sealed class HtmlFormat : IDocumentFormat
{
    public IReadOnlyList<string> Endings { get; } = [".html", ".htm", ".xhtml"];

    public string MediaType => "text/html";

    public IDocument Read(byte[] content, DocumentLimits limits)
    {
        var file = DecodedText.Of(content);
        return new SplicedDocument(file, [new(0, file.Text.Length, new(file.Text, MarkupKind.Html))]);
    }
}
