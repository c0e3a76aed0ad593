namespace Seq2SeqService.Core.Documents;

/// <summary>What a document may be. A small file can unpack to a large one, so the file's own size is not enough.</summary>
public sealed record DocumentLimits
{
    /// <summary>Characters of all texts together (default 1,000,000).</summary>
    public int MaxCharacters { get; init; } = 1_000_000;

    /// <summary>Characters of one text (default 5,000); plain text is cut below that.</summary>
    public int MaxTextCharacters { get; init; } = 5_000;

    /// <summary>Bytes of an archive's files together, unpacked (default 100 MiB).</summary>
    public long MaxUnpackedBytes { get; init; } = 100L << 20;

    /// <summary>Files of an archive (default 5,000).</summary>
    public int MaxArchiveFiles { get; init; } = 5_000;

    /// <summary>Refuses what is larger than it may be.</summary>
    internal void Check(DocumentParagraphs document)
    {
        var characters = 0L;
        foreach (var text in document.Texts)
        {
            characters += text.Length;
            if (text.Length > MaxTextCharacters)
                throw new DocumentException($"The document has a text of {text.Length} characters in one piece; at most {MaxTextCharacters} are accepted.") { IsTooLarge = true };
        }

        if (characters > MaxCharacters)
            throw new DocumentException($"The document has {characters} characters to translate; at most {MaxCharacters} are accepted.") { IsTooLarge = true };
    }
}
