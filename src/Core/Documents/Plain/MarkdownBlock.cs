namespace Seq2SeqService.Core.Documents.Plain;

/// <summary>Lines of Markdown that are one text: each without its indentation, mark and white space behind.</summary>
/// <param name="Lines">The places of the lines' texts in the file.</param>
internal sealed record MarkdownBlock(IReadOnlyList<FileLine> Lines);
