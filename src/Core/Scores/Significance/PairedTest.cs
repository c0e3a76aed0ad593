namespace Seq2SeqService.Core.Scores.Significance;

/// <summary>
/// Compares systems on the same test set with the first of them: their scores, intervals of confidence, and p-values, equal to sacreBLEU's with NumPy 2.
/// </summary>
/// <param name="Seed">Of the random choices; sacreBLEU's is 12345.</param>
public abstract record PairedTest(uint Seed = 12345)
{
    /// <param name="measure">What collected the statistics.</param>
    /// <param name="systems">Each system's, over the same segments; at least one.</param>
    public IReadOnlyList<SystemScore> Compare(IMeasure measure, IReadOnlyList<SegmentStatistics> systems)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(systems);
        ArgumentOutOfRangeException.ThrowIfZero(systems.Count);
        foreach (var system in systems)
            ArgumentOutOfRangeException.ThrowIfNotEqual(system.Rows.Count, systems[0].Rows.Count, nameof(systems));

        return [.. Run(measure, systems).Select(Signed)];
    }

    /// <summary>The key and number that a signature has for the test.</summary>
    protected abstract string Sampling { get; }

    protected abstract IEnumerable<SystemScore> Run(IMeasure measure, IReadOnlyList<SegmentStatistics> systems);

    private SystemScore Signed(SystemScore system)
    {
        var signature = system.Score.Signature;
        var behindReferences = signature.IndexOf('|', StringComparison.Ordinal);
        return system with { Score = system.Score with { Signature = signature.Insert(behindReferences, $"|{Sampling}|seed:{Seed}") } };
    }
}
