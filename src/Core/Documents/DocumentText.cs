using Seq2SeqService.Core.Markup;

namespace Seq2SeqService.Core.Documents;

/// <summary>A text of a document.</summary>
/// <param name="Text">What is to be translated.</param>
/// <param name="Markup">
/// What the text is written in; null for a plain one. In XML <c>&lt;g id="1"&gt;</c> and <c>&lt;x id="2"/&gt;</c> stand for what the document's format
/// has there, and must come back once each, well nested.
/// </param>
public sealed record DocumentText(string Text, MarkupKind? Markup = null);
