using Seq2SeqService.Core.Documents.Office;
using Seq2SeqService.Core.Documents.Plain;
using Seq2SeqService.Core.Documents.Xml;

namespace Seq2SeqService.Core.Documents;

/// <summary>The kinds of document that can be read.</summary>
public static class DocumentFormats
{
    private static readonly IReadOnlyList<IDocumentFormat> All =
    [
        new PlainTextFormat(), new SubtitleFormat(), new MarkdownFormat(), new GettextFormat(), new JsonStringsFormat(), new HtmlFormat(),
        new ResxFormat(), new XliffFormat(), new TmxFormat(), new WordFormat(),
    ];

    /// <summary>All endings, with the dot.</summary>
    public static IReadOnlyList<string> Endings { get; } = [.. All.SelectMany(format => format.Endings)];

    /// <summary>The format of a file by its name; null where it is not known.</summary>
    public static IDocumentFormat? Of(string fileName) =>
        All.FirstOrDefault(format => format.Endings.Contains(Path.GetExtension(fileName).ToLowerInvariant()));

    /// <summary>Reads a document and holds it to the limits, or throws a <see cref="DocumentException"/>.</summary>
    public static DocumentParagraphs Read(IDocumentFormat format, byte[] content, DocumentLimits limits)
    {
        var document = new DocumentParagraphs(format.Read(content, limits));
        limits.Check(document.Texts.Select(text => text.Length));
        return document;
    }
}
