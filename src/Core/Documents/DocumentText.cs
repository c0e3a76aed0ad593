namespace Seq2SeqService.Core.Documents;

/// <summary>A text of a document.</summary>
/// <param name="Text">What is to be translated.</param>
/// <param name="IsMarkup">
/// The text is a piece of XML: <c>&lt;g id="1"&gt;</c> and <c>&lt;x id="2"/&gt;</c> stand for what the document's format has there, and must come back
/// once each, well nested. Else it is plain.
/// </param>
public sealed record DocumentText(string Text, bool IsMarkup = false);
