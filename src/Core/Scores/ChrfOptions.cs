namespace Seq2SeqService.Core.Scores;

/// <summary>How chrF is counted; the defaults are sacreBLEU's.</summary>
public sealed record ChrfOptions
{
    /// <summary>Longest n-gram of characters.</summary>
    public int CharacterOrder { get; init; } = 6;

    /// <summary>Longest n-gram of words: 0 is chrF, 2 is chrF++.</summary>
    public int WordOrder { get; init; }

    /// <summary>How much more recall weighs than precision.</summary>
    public int Beta { get; init; } = 2;

    /// <summary>Compares without regard to case.</summary>
    public bool Lowercase { get; init; }

    /// <summary>Counts white space among the characters.</summary>
    public bool Whitespace { get; init; }

    /// <summary>Averages F over all orders, as the original chrF++.py, instead of precision and recall over those that occur.</summary>
    public bool EpsilonSmoothing { get; init; }
}
