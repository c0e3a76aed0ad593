namespace Seq2SeqService.Client;

/// <summary>What is there of one text's translation by now.</summary>
public sealed record TranslationUpdate
{
    /// <summary>Which text, counted from 0.</summary>
    public required int Index { get; init; }

    /// <summary>All of its translation so far; what stands here once is never taken back.</summary>
    public required string Text { get; init; }

    /// <summary>The whole answer for the text, in its last update only.</summary>
    public Translation? Translation { get; init; }
}
