namespace Seq2SeqService.Core.Documents;

/// <summary>A document that cannot be read, with the reason for whoever sent it.</summary>
public sealed class DocumentException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The document is larger than is accepted; else it is damaged or of another kind.</summary>
    public bool IsTooLarge { get; init; }
}
