namespace Seq2SeqService.Core.Documents;

/// <summary>A kind of document.</summary>
public interface IDocumentFormat
{
    /// <summary>Endings of its files, in lower case with the dot.</summary>
    IReadOnlyList<string> Endings { get; }

    /// <summary>What HTTP calls it.</summary>
    string MediaType { get; }

    /// <summary>Reads a document or throws a <see cref="DocumentException"/>: nothing that a file claims is believed unchecked.</summary>
    IDocument Read(byte[] content, DocumentLimits limits);
}
