namespace Seq2SeqService.Inference.Engines;

/// <summary>
/// An engine that its decode loop may exchange for a fresh one over the same weights, at most once a minute: what fails on that too is the
/// sentence's fault, and no sentence makes the service build engines all day. The loop's thread alone calls it.
/// </summary>
/// <param name="make">Builds one anew, for engines that cannot share their weights.</param>
internal sealed class RenewableEngine(IEngine engine, Func<IEngine> make, TimeProvider time) : IEngine
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private volatile IEngine _engine = engine;
    private long? _triedAt;

    public string Name => _engine.Name;

    public int MaxPositions => _engine.MaxPositions;

    public bool HasAttention => _engine.HasAttention;

    public bool HasAlignmentHeads => _engine.HasAlignmentHeads;

    public bool IsBatchInvariant => _engine.IsBatchInvariant;

    public bool PadsSources => _engine.PadsSources;

    public int EnoughRows => _engine.EnoughRows;

    public IDecodingState Encode(IReadOnlyList<int[]> sources) => _engine.Encode(sources);

    public IEngine? Replicate() => _engine.Replicate();

    /// <summary>Exchanges the engine, whose states must all be disposed. False where that was tried less than a minute ago.</summary>
    public bool TryRenew()
    {
        if (_triedAt is { } tried && time.GetElapsedTime(tried) < Pause)
            return false;

        _triedAt = time.GetTimestamp();   // first: what fails now is not tried again at once
        var broken = _engine;
        _engine = broken.Replicate() ?? make();
        broken.Dispose();
        return true;
    }

    public void Dispose() => _engine.Dispose();
}
