namespace Seq2SeqService.Training.Data.Filters;

/// <summary>Why a pair was left out.</summary>
internal enum FilterRule
{
    Empty,
    Copy,
    Duplicate,
    TooLong,
    LengthRatio,

    /// <summary>Characters that no text has: broken encodings, controls, leftover entities.</summary>
    Rubbish,

    /// <summary>A side is in another language than its own.</summary>
    OtherLanguage,
}
