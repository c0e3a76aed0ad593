namespace Seq2SeqService.Inference.Engines.Cpu.Workers;

/// <summary>A thread beside the caller's. Between tasks it spins briefly, then parks.</summary>
internal sealed class Worker : IDisposable
{
    private const int Parked = 1;

    private readonly Crew _crew;
    private readonly CrewMember _member;
    private readonly Thread _thread;
    private readonly SemaphoreSlim _wake = new(0);
    private int _state;

    public Worker(Crew crew, int index)
    {
        _crew = crew;
        _member = new CrewMember(crew, index);
        _thread = new Thread(Live) { Name = $"cpu-engine-{index}", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Called after the round was raised: a worker that is still spinning sees it by itself.</summary>
    public void Wake()
    {
        if (Interlocked.CompareExchange(ref _state, 0, Parked) == Parked)
            _wake.Release();
    }

    /// <summary>Called after the crew was marked as disposed, which ends the thread.</summary>
    public void Dispose()
    {
        Wake();
        _thread.Join();
        _wake.Dispose();
    }

    private void Live()
    {
        for (var seen = 0; !_crew.IsDisposed;)
        {
            AwaitRoundAfter(seen);
            seen = _crew.Round;
            _crew.Join(_member);
        }
    }

    private void AwaitRoundAfter(int seen)
    {
        for (var wait = new Patience(); _crew.Round == seen;)
        {
            if (wait.IsOver)
                Park(seen);
            else
                wait.Once();
        }
    }

    private void Park(int seen)
    {
        Interlocked.Exchange(ref _state, Parked);

        // If the round was raised in between, either we take the flag back or the caller has, and then its release is on the way.
        if (_crew.Round != seen && Interlocked.CompareExchange(ref _state, 0, Parked) == Parked)
            return;

        _wake.Wait();
    }
}
