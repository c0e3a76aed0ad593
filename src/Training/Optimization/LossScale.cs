namespace Seq2SeqService.Training.Optimization;

/// <summary>
/// Factor of the loss, and so of all gradients until the optimizer takes it out again: small ones would be 0 in fp16 (Micikevicius et al., 2018).
/// It is sought while learning: halved where a gradient is not finite, doubled after long without.
/// </summary>
internal sealed record LossScale
{
    public const double Least = 1;

    /// <summary>Good updates in a row until it is doubled.</summary>
    public const int Patience = 2000;

    /// <summary>At the start 2^16; a power of two changes no bit of what it multiplies but the exponent.</summary>
    public double Factor { get; init; } = 65_536;

    /// <summary>Updates in a row with finite gradients since the factor changed.</summary>
    public int GoodUpdates { get; init; }

    /// <summary>The scale of the next update.</summary>
    public LossScale After(bool isFinite)
    {
        if (!isFinite)
            return new LossScale { Factor = Math.Max(Factor / 2, Least) };

        return GoodUpdates + 1 < Patience ? this with { GoodUpdates = GoodUpdates + 1 } : new LossScale { Factor = Factor * 2 };
    }
}
