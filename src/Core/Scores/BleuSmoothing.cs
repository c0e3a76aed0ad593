namespace Seq2SeqService.Core.Scores;

/// <summary>What BLEU does with an n-gram order without any match, by sacreBLEU's names.</summary>
public enum BleuSmoothing
{
    /// <summary><c>exp</c>: each such order counts half of the one before.</summary>
    Exp,

    /// <summary><c>floor</c>: a small count takes the place of zero (0.1 unless told).</summary>
    Floor,

    /// <summary><c>add-k</c>: k is added to the counts of the orders above one (1 unless told).</summary>
    AddK,

    /// <summary><c>none</c>: the score is zero.</summary>
    None,
}
