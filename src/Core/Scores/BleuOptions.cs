namespace Seq2SeqService.Core.Scores;

/// <summary>How BLEU is counted; the defaults are sacreBLEU's for a test set.</summary>
public sealed record BleuOptions
{
    public BleuSmoothing Smoothing { get; init; } = BleuSmoothing.Exp;

    /// <summary>Value of <see cref="BleuSmoothing.Floor"/> (0.1 by default) or <see cref="BleuSmoothing.AddK"/> (1 by default).</summary>
    public double? SmoothingValue { get; init; }

    /// <summary>Longest n-gram.</summary>
    public int MaxOrder { get; init; } = 4;

    /// <summary>Leaves out the orders for which the text is too short; for single sentences.</summary>
    public bool EffectiveOrder { get; init; }

    /// <summary>Compares without regard to case.</summary>
    public bool Lowercase { get; init; }
}
