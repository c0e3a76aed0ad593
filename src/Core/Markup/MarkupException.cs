namespace Seq2SeqService.Core.Markup;

/// <summary>The text is no markup that can be read; the message says why.</summary>
public sealed class MarkupException(string message) : FormatException(message);
