namespace Seq2SeqService.Core.Scores;

/// <summary>How TER cuts texts into words; the defaults are sacreBLEU's.</summary>
public sealed record TerOptions
{
    /// <summary>Sets punctuation apart and reads XML's five escapes but the apostrophe's, as Tercom's <c>-N</c>.</summary>
    public bool Normalized { get; init; }

    /// <summary>Leaves punctuation out, as Tercom's <c>-P</c>.</summary>
    public bool NoPunctuation { get; init; }

    /// <summary>Cuts Chinese and Japanese into characters where <see cref="Normalized"/>, and leaves their punctuation out where <see cref="NoPunctuation"/>.</summary>
    public bool AsianSupport { get; init; }

    /// <summary>Tells upper from lower case, as Tercom's <c>-s</c>.</summary>
    public bool CaseSensitive { get; init; }
}
