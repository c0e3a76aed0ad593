namespace Seq2SeqService.Training.Fitting;

/// <summary>
/// Looks after each update whether the process holds too much, and lets it give back what it does not use. That slows the next update down, so it is
/// not done otherwise.
/// </summary>
internal sealed class MemoryGuard
{
    private const double Full = 0.75;

    private readonly Func<long> _resident;
    private readonly Action _giveBack;
    private readonly double _most;

    /// <param name="allowed">From the bytes that the process holds now to those that learning may take beside them.</param>
    /// <param name="resident">Bytes that the process holds.</param>
    /// <param name="giveBack">Gives back what is free.</param>
    public MemoryGuard(Func<long, double> allowed, Func<long> resident, Action giveBack)
    {
        (_resident, _giveBack) = (resident, giveBack);
        giveBack();
        var start = resident();
        _most = start + (Full * allowed(start));
    }

    public void Look()
    {
        if (_resident() > _most)
            _giveBack();
    }
}
