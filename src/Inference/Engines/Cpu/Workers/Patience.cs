namespace Seq2SeqService.Inference.Engines.Cpu.Workers;

/// <summary>How a thread waits for another: it spins for some microseconds, then offers its core to others at every look.</summary>
internal struct Patience
{
    private const int Spins = 500;
    private const int Looks = Spins + 200;

    private int _count;

    /// <summary>It has waited so long that parking is better.</summary>
    public readonly bool IsOver => _count >= Looks;

    public void Once()
    {
        if (_count < Looks)
            _count++;

        if (_count < Spins)
            Thread.SpinWait(1);
        else
            Thread.Yield();
    }
}
