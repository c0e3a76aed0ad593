using System.Runtime.ExceptionServices;

namespace Seq2SeqService.Inference.Engines.Cpu.Workers;

/// <summary>
/// The engine's own threads. Between tasks a worker spins briefly, then parks; within a task members meet at spinning barriers.
/// A crew of one is the calling thread alone and costs nothing.
/// </summary>
internal sealed class Crew : IDisposable
{
    private readonly Worker[] _workers;
    private ICrewTask? _task;
    private int _round;
    private int _busy;
    private int _arrived;
    private int _meetings;
    private ExceptionDispatchInfo? _failure;
    private volatile bool _broken;
    private bool _disposed;

    public Crew(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);

        Size = size;
        _workers = new Worker[size - 1];
        for (var i = 0; i < _workers.Length; i++)
            _workers[i] = new Worker(this, i + 1);
    }

    /// <summary>Members, the calling thread among them.</summary>
    public int Size { get; }

    /// <summary>Runs the task on all members and returns when each has finished. One thread at a time may call.</summary>
    public void Run(ICrewTask task)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Size == 1)
        {
            task.Work(new CrewMember(this, 0));
            return;
        }

        Start(task);
        WorkAs(0, task);
        for (var wait = new Patience(); Volatile.Read(ref _busy) > 0;)
            wait.Once();

        _task = null;
        _failure?.Throw();
    }

    /// <summary>A barrier: the last one to arrive opens it for all.</summary>
    public void Meet()
    {
        var meeting = Volatile.Read(ref _meetings);
        if (Interlocked.Increment(ref _arrived) == Size)
        {
            _arrived = 0;
            Interlocked.Increment(ref _meetings);
            return;
        }

        for (var wait = new Patience(); Volatile.Read(ref _meetings) == meeting;)
        {
            if (_broken)
                throw new CrewBrokenException();
            wait.Once();
        }
    }

    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        _task = null;
        Interlocked.Increment(ref _round);
        foreach (var worker in _workers)
            worker.Dispose();
    }

    private void Start(ICrewTask task)
    {
        _task = task;
        _failure = null;
        _broken = false;
        _arrived = 0;
        _busy = _workers.Length;
        Interlocked.Increment(ref _round);
        foreach (var worker in _workers)
            worker.Wake();
    }

    /// <summary>A member that fails breaks the barriers, so that nobody waits for it; the first failure reaches the caller.</summary>
    private void WorkAs(int index, ICrewTask task)
    {
        try
        {
            task.Work(new CrewMember(this, index));
        }
        catch (CrewBrokenException)
        {
            // Another member's failure is already kept.
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(error), null);
            _broken = true;
        }
    }

    /// <summary>One thread beside the caller's.</summary>
    private sealed class Worker : IDisposable
    {
        private const int Parked = 1;

        private readonly Crew _crew;
        private readonly int _index;
        private readonly Thread _thread;
        private readonly SemaphoreSlim _wake = new(0);
        private int _state;

        public Worker(Crew crew, int index)
        {
            _crew = crew;
            _index = index;
            _thread = new Thread(Live) { IsBackground = true, Name = $"cpu-engine-{index}" };
            _thread.Start();
        }

        /// <summary>Called after the round was raised: a worker that is still spinning sees it by itself.</summary>
        public void Wake()
        {
            if (Interlocked.CompareExchange(ref _state, 0, Parked) == Parked)
                _wake.Release();
        }

        /// <summary>The crew has raised the round without a task, which ends the thread.</summary>
        public void Dispose()
        {
            Wake();
            _thread.Join();
            _wake.Dispose();
        }

        private void Live()
        {
            for (var seen = 0; ;)
            {
                AwaitRoundAfter(seen);
                seen++;
                if (_crew._task is not { } task)
                    return;

                _crew.WorkAs(_index, task);
                Interlocked.Decrement(ref _crew._busy);
            }
        }

        private void AwaitRoundAfter(int seen)
        {
            for (var wait = new Patience(); Volatile.Read(ref _crew._round) == seen;)
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
            if (Volatile.Read(ref _crew._round) != seen && Interlocked.CompareExchange(ref _state, 0, Parked) == Parked)
                return;

            _wake.Wait();
        }
    }
}
