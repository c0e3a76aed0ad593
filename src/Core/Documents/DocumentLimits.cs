namespace Seq2SeqService.Core.Documents;

/// <summary>What a document may be. A small file can unpack to a large one, so the file's own size is not enough.</summary>
public sealed record DocumentLimits
{
    /// <summary>Characters of all texts together (default 1,000,000).</summary>
    public int MaxCharacters { get; init; } = 1_000_000;

    /// <summary>Texts of one document (default 50,000): paragraphs, cells, strings.</summary>
    public int MaxTexts { get; init; } = 50_000;

    /// <summary>Characters of one text (default 5,000); plain text is cut below that.</summary>
    public int MaxTextCharacters { get; init; } = 5_000;

    /// <summary>Bytes of an archive's files together, unpacked (default 100 MiB).</summary>
    public long MaxUnpackedBytes { get; init; } = 100L << 20;

    /// <summary>Files of an archive (default 5,000).</summary>
    public int MaxArchiveFiles { get; init; } = 5_000;

    /// <summary>Refuses texts that are longer than they may be, by themselves or together.</summary>
    internal void Check(IEnumerable<int> lengths)
    {
        var (texts, characters) = (0, 0L);
        foreach (var length in lengths)
        {
            characters += length;
            if (++texts > MaxTexts)
                throw new DocumentException($"The document has more than {MaxTexts} texts, which is the most that is accepted.") { IsTooLarge = true };
            if (length > MaxTextCharacters)
                throw new DocumentException($"The document has a text of {length} characters in one piece; at most {MaxTextCharacters} are accepted.") { IsTooLarge = true };
        }

        if (characters > MaxCharacters)
            throw new DocumentException($"The document has {characters} characters to translate; at most {MaxCharacters} are accepted.") { IsTooLarge = true };
    }
}
