namespace Seq2SeqService.Benchmarks.Machine;

/// <summary>
/// What this machine can do at best, measured when asked. Clock rates and neighbours change from one second to the next, so a measurement
/// is compared with limits taken right beside it. Rates are those of all <paramref name="threads"/> together.
/// </summary>
internal sealed class MachinePeaks(int threads)
{
    /// <summary>Long enough for the clock, short enough to stay between two visits of a neighbour.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(4);

    private readonly Dictionary<Action<int, int>, int> _rounds = [];
    private readonly Dictionary<long, (ReadLoop Loop, Action<int, int> Run)> _loops = [];
    private readonly Action<int, int> _float = (_, rounds) => FloatPeak.Loop(rounds);
    private readonly Action<int, int>[] _int8 = [.. Int8Peak.Ways.Select(way => (Action<int, int>)((_, rounds) => way.Loop(rounds)))];

    /// <summary>fp32 operations a second; a multiply-add is two.</summary>
    public double Float() => Rounds(_float) * FloatPeak.Operations(1) * threads;

    /// <summary>8-bit operations a second by the best instruction that the machine has.</summary>
    public double Int8() => Enumerable.Range(0, _int8.Length).Max(Int8);

    /// <summary>8-bit operations a second by one of <see cref="Int8Peak.Ways"/>.</summary>
    public double Int8(int way) => Rounds(_int8[way]) * Int8Peak.Ways[way].OperationsPerRound * threads;

    /// <summary>Bytes read a second from a working set of so many bytes, which the threads share out and which is kept for the next time.</summary>
    public double Read(long workingSet)
    {
        if (!_loops.TryGetValue(workingSet, out var read))
        {
            var loop = new ReadLoop(workingSet, threads);
            _loops[workingSet] = read = (loop, loop.Run);
        }

        return Rounds(read.Run) * read.Loop.Bytes;
    }

    /// <summary>Rounds a second of a loop (of each thread's).</summary>
    private double Rounds(Action<int, int> loop)
    {
        if (!_rounds.TryGetValue(loop, out var rounds))
            _rounds[loop] = rounds = FittingRounds(loop);
        return rounds / Together.Run(threads, thread => loop(thread, rounds)).Seconds;
    }

    private int FittingRounds(Action<int, int> loop)
    {
        var rounds = 1;
        while (Together.Run(threads, thread => loop(thread, rounds)).Seconds < Length.TotalSeconds)
            rounds *= 2;
        return rounds;
    }
}
