using System.Numerics;

namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// How fast a model's engines work: what a step of so many rows takes, encoding included, and how many rows × steps a source token × beam becomes.
/// Both are means in which what is older counts less. A step of more rows than were ever seen is taken to cost in proportion, though batches are cheaper than
/// that: at the beginning the prediction is longer than the wait. Safe to call from many threads; allocates nothing.
/// </summary>
/// <param name="engines">That work side by side.</param>
internal sealed class WorkRate(int engines)
{
    private const double Forgetting = 1.0 / 128;         // by each step of a size
    private const double ForgettingOfWork = 1.0 / 1024;  // by each sentence
    private const double FirstGuess = 2;                 // rows × steps of a token, before any sentence has ended
    private const double FirstTokens = 100;              // that this guess counts for
    private const int Fresh = 512;                       // steps of any size

    /// <summary>First steps that are not measured: while code is still being compiled they say nothing.</summary>
    public const int ColdSteps = 16;

    private readonly Lock _gate = new();
    private int _cold = ColdSteps;
    private readonly (double Seconds, double Rows)[] _steps = new (double, double)[33];   // means, by the rounded logarithm of the rows; nothing where none was seen
    private double _work = FirstGuess * FirstTokens;
    private double _tokens = FirstTokens;
    private long _since;   // rows × steps since a sentence ended
    private readonly long[] _lastSeen = new long[33];    // when there was a step of the size, counted in steps
    private long _count;

    /// <summary>What is kept beside what is predicted from here.</summary>
    public PredictionMargin Margin { get; } = new();

    /// <summary>Whether a step of about so many rows was measured, so that what is said of it is no guess.</summary>
    public bool Knows(int rows)
    {
        lock (_gate)
            return _steps[SizeOf(rows)].Rows > 0;
    }

    /// <summary>A step of so many rows, with what was encoded before it.</summary>
    public void Stepped(int rows, TimeSpan time)
    {
        lock (_gate)
        {
            _since += rows;
            if (_cold-- > 0)
                return;

            _cold = 0;
            _lastSeen[SizeOf(rows)] = ++_count;
            ref var mean = ref _steps[SizeOf(rows)];
            var weight = mean.Rows == 0 ? 1 : Forgetting;
            mean.Seconds += weight * (time.TotalSeconds - mean.Seconds);
            mean.Rows += weight * (rows - mean.Rows);
        }
    }

    /// <summary>A sentence of so many source tokens × beam has left its engine.</summary>
    public void Ended(long tokens)
    {
        lock (_gate)
        {
            _work += _since - (ForgettingOfWork * _work);
            _tokens += tokens - (ForgettingOfWork * _tokens);
            _since = 0;
        }
    }

    /// <summary>Time that the engines take for so many source tokens × beam, with so many rows at once in each; nothing before the first steps.</summary>
    public TimeSpan TimeOf(double tokens, int rows)
    {
        lock (_gate)
            return TimeSpan.FromSeconds(tokens * _work / _tokens * SecondsOfRow(rows) / engines);
    }

    /// <summary>Time from its joining to its end of a sentence of so many source tokens, beside others that fill so many rows with it.</summary>
    public TimeSpan TimeOfSentence(int sourceTokens, int rows)
    {
        lock (_gate)
            return TimeSpan.FromSeconds(sourceTokens * _work / _tokens * SecondsOfRow(rows) * rows);
    }

    /// <summary>
    /// A row's part of a step: of steps of this size, or of smaller ones of late where those are cheaper. Rows get cheaper by company, so that what a large step took when
    /// the service was cold does not stand for ever where the small ones of now say better; what small ones took before the service was busy says nothing.
    /// Where there were larger ones only, of the nearest, with that much less in it.
    /// </summary>
    private double SecondsOfRow(int rows)
    {
        var (size, least) = (SizeOf(rows), double.PositiveInfinity);
        for (var smaller = size; smaller >= 0; smaller--)
        {
            var counts = smaller == size || _count - _lastSeen[smaller] < Fresh || double.IsInfinity(least);
            if (counts && _steps[smaller] is { Rows: > 0 } seen)
                least = Math.Min(least, seen.Seconds / seen.Rows);
        }

        for (var larger = size + 1; larger < _steps.Length && double.IsInfinity(least); larger++)
        {
            if (_steps[larger] is { Rows: > 0 } seen)
                least = seen.Seconds / rows;
        }

        return double.IsInfinity(least) ? 0 : least;
    }

    /// <summary>The logarithm to the base of 2, rounded.</summary>
    private static int SizeOf(int rows) => BitOperations.Log2(2 * (ulong)rows * (ulong)rows) / 2;
}
