namespace Seq2SeqService.Core.Tokens;

/// <summary>Groups of letters that one piece does not mix.</summary>
internal enum Script : byte
{
    /// <summary>Marks and joiners, which go with any neighbour.</summary>
    Any,

    /// <summary>Digits, punctuation, symbols.</summary>
    Common,
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Hebrew,
    Arabic,
    Indic,
    SouthEastAsian,
    Georgian,
    Ethiopic,
    Cherokee,
    Canadian,
    Mongolian,

    /// <summary>Han together with the kana, which Japanese words mix.</summary>
    Han,
    Hangul,
    Other,
}
