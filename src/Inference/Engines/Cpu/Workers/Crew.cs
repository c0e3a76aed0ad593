using System.Runtime.ExceptionServices;

namespace Seq2SeqService.Inference.Engines.Cpu.Workers;

/// <summary>
/// The engine's own threads. A task runs through stages, which are the loops of its code; members take the work of a stage from one counter,
/// and the next stage opens when all of it is done. So nobody waits for a thread that the system has put aside, unless it is in the middle
/// of something: members that are late find the work done and catch up. A crew of one is the calling thread alone and costs nothing.
/// </summary>
internal sealed class Crew : IDisposable
{
    /// <summary>
    /// A member takes the remaining work's even share divided by this: long runs first and short ones last, so that nobody is in the middle of
    /// a long one when the others have finished (guided self-scheduling; Polychronopoulos and Kuck, 1987).
    /// </summary>
    private const int SharesTaken = 2;

    private const int Closed = int.MinValue;

    private readonly CrewMember _caller;
    private readonly Worker[] _workers;
    private ICrewTask? _task;
    private ExceptionDispatchInfo? _failure;
    private volatile bool _broken;
    private bool _disposed;
    private int _round;
    private int _firstStage;
    private int _inside = Closed;

    // The stage in the upper half, its next free item in the lower.
    private long _ticket;
    private int _finished;

    public Crew(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);

        Size = size;
        _caller = new CrewMember(size == 1 ? null : this, 0);
        _workers = new Worker[size - 1];
        for (var i = 0; i < _workers.Length; i++)
            _workers[i] = new Worker(this, i + 1);
    }

    /// <summary>Members, the calling thread among them.</summary>
    public int Size { get; }

    /// <summary>Counts the tasks so far, and the end of the crew as one more.</summary>
    public int Round => Volatile.Read(ref _round);

    public bool IsDisposed => Volatile.Read(ref _disposed);

    /// <summary>Runs the task and returns when all of it is done. One thread at a time may call.</summary>
    public void Run(ICrewTask task)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Size == 1)
        {
            task.Work(_caller);
            return;
        }

        Open(task);
        WorkAs(_caller);
        Close();
        _failure?.Throw();
    }

    /// <summary>A worker's part in the running task, if there still is one.</summary>
    public void Join(CrewMember member)
    {
        if (!TryEnter())
            return;

        WorkAs(member);
        Interlocked.Decrement(ref _inside);
    }

    /// <summary>The next run of a stage, a multiple of <paramref name="atLeast"/> except at the end; false when all are taken.</summary>
    public bool Take(int stage, int items, int atLeast, out int first, out int count)
    {
        (first, count) = (0, 0);
        while (true)
        {
            var ticket = Volatile.Read(ref _ticket);
            first = (int)ticket;
            if ((int)(ticket >> 32) != stage || first >= items)
                return false;

            count = Math.Min(Run(items - first, atLeast), items - first);
            if (Interlocked.CompareExchange(ref _ticket, ticket + count, ticket) == ticket)
                return true;
        }
    }

    /// <summary>Whoever finishes the last item opens the next stage.</summary>
    public void Finish(int count, int items)
    {
        if (Interlocked.Add(ref _finished, count) == items)
            OpenStage((int)(Volatile.Read(ref _ticket) >> 32) + 1);
    }

    /// <summary>Waits until the stage is done; what its members wrote is visible behind.</summary>
    public void Await(int stage)
    {
        for (var wait = new Patience(); (int)(Volatile.Read(ref _ticket) >> 32) == stage; wait.Once())
        {
            if (_broken)
                throw new CrewBrokenException();
        }
    }

    public void Dispose()
    {
        if (_disposed)
            return;

        Volatile.Write(ref _disposed, true);
        Interlocked.Increment(ref _round);
        foreach (var worker in _workers)
            worker.Dispose();
    }

    private void Open(ICrewTask task)
    {
        _task = task;
        _failure = null;
        _broken = false;
        _firstStage = (int)(_ticket >> 32) + 1;
        OpenStage(_firstStage);
        Volatile.Write(ref _inside, 0);
        Interlocked.Increment(ref _round);
        foreach (var worker in _workers)
            worker.Wake();
    }

    /// <summary>Lets nobody in any more, and waits for those who are.</summary>
    private void Close()
    {
        Interlocked.Add(ref _inside, Closed);
        for (var wait = new Patience(); Volatile.Read(ref _inside) != Closed;)
            wait.Once();
        _task = null;
    }

    private int Run(int remaining, int atLeast)
    {
        var even = (remaining + (SharesTaken * Size) - 1) / (SharesTaken * Size);
        return (even + atLeast - 1) / atLeast * atLeast;
    }

    private bool TryEnter()
    {
        while (true)
        {
            var inside = Volatile.Read(ref _inside);
            if (inside < 0)
                return false;
            if (Interlocked.CompareExchange(ref _inside, inside + 1, inside) == inside)
                return true;
        }
    }

    private void OpenStage(int stage)
    {
        _finished = 0;
        Volatile.Write(ref _ticket, (long)stage << 32);
    }

    /// <summary>A member that fails breaks the waiting of the others; the first failure reaches the caller.</summary>
    private void WorkAs(CrewMember member)
    {
        try
        {
            member.Begin(_firstStage);
            _task!.Work(member);
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
}
