namespace Seq2SeqService.Core.Scores.EditRate;

/// <summary>One step on the way from the hypothesis to the reference.</summary>
internal enum Edit : byte
{
    /// <summary>Not reached.</summary>
    None,

    /// <summary>Both have the word.</summary>
    Keep,

    Substitute,

    /// <summary>The hypothesis has a word too many.</summary>
    Delete,

    /// <summary>The hypothesis lacks a word.</summary>
    Insert,
}
