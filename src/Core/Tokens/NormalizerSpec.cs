namespace Seq2SeqService.Core.Tokens;

/// <summary>How a model rewrites text before it cuts it into pieces.</summary>
public sealed record NormalizerSpec
{
    /// <summary>Name of the rule set, for people only; the rules themselves are in <see cref="PrecompiledCharsmap"/>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Replacement rules as a compiled trie and its string pool; empty means that no character is replaced.</summary>
    public ReadOnlyMemory<byte> PrecompiledCharsmap { get; init; }

    /// <summary>Whether the text is treated as if a space stood before it. Default: yes.</summary>
    public bool AddDummyPrefix { get; init; } = true;

    /// <summary>Whether leading, trailing and repeated spaces are dropped. Default: yes.</summary>
    public bool RemoveExtraWhitespaces { get; init; } = true;

    /// <summary>Whether spaces are written as U+2581 in pieces. Default: yes.</summary>
    public bool EscapeWhitespaces { get; init; } = true;

    /// <summary>The other fields as they stand in the file.</summary>
    internal ReadOnlyMemory<byte> OtherFields { get; init; }
}
