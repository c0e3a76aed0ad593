
namespace Seq2SeqService.Reliability.Formats;

/// <summary>
/// Gives a reader one input after another, each made of the seed and its number alone, so that any can be made again. A reader may accept or refuse;
/// it may not throw otherwise, allocate beyond bounds that grow with the input alone, or take long.
/// </summary>
internal sealed class FormatFuzzer(FormatReader reader, int seed)
{
    private const int MaxFaults = 20;
    private const int Tries = 3;

    private readonly HashSet<string> _known = [];

    /// <summary>The longest that an input may take, again and again (default 1 s).</summary>
    public TimeSpan Slow { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Told before an input is read, so that one that never ends, or ends the process, is known.</summary>
    public Action<long> Begins { get; init; } = _ => { };

    public byte[] Input(long index) => reader.Next(new Random((int)(Mixed((ulong)index + ((ulong)seed << 40)) >> 33)));

    public FormatReport Run(long inputs, long from = 0)
    {
        var report = new FormatReport();
        for (var index = from; index < from + inputs && report.Faults.Count < MaxFaults; index++)
        {
            Begins(index);
            Try(index, report);
        }

        return report;
    }

    private void Try(long index, FormatReport report)
    {
        var input = Input(index);
        var trial = Trial(input);
        Note(trial, input.Length, report);
        if (Fault(trial, input) is not { } kind || !_known.Add(kind + trial.Place))
            return;

        var small = FormatMinimiser.Shorten(input, shorter =>
        {
            Begins(index);
            return Fault(Trial(shorter), shorter) == kind;
        });
        report.Faults.Add(new(kind, index, small, trial.Error?.ToString() ?? $"{trial.Bytes} bytes, {trial.Time.TotalMilliseconds:F0} ms for {input.Length} bytes"));
    }

    private FormatTrial Trial(byte[] input)
    {
        Exception? thrown = null;
        var (start, before) = (Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread());
        try
        {
            reader.Read(input);
        }
        catch (Exception error)   // whatever it is: that is the question
        {
            thrown = error;
        }

        return new(thrown, GC.GetAllocatedBytesForCurrentThread() - before, Environment.CpuUsage.TotalTime - start);
    }

    private string? Fault(FormatTrial trial, byte[] input)
    {
        if (trial.Error is { } error && !reader.IsRefusal(error))
            return error.GetType().Name;
        if (Allocates(trial, input) && Allocates(Trial(input), input))   // the first time, tables are made that stay
            return "allocates";

        // The processor's time, as on a busy machine anything waits; what is compiled on the way makes something slow once, but not three times.
        return trial.Time > Slow && Enumerable.Range(0, Tries).All(_ => Trial(input).Time > Slow) ? "slow" : null;
    }

    private bool Allocates(FormatTrial trial, byte[] input) => trial.Bytes > reader.FixedBytes + (reader.BytesPerByte * input.Length);

    /// <summary>Neighbouring numbers as far apart as any (SplitMix64, Steele et al., 2014).</summary>
    private static ulong Mixed(ulong number)
    {
        number += 0x9E37_79B9_7F4A_7C15;
        number = (number ^ (number >> 30)) * 0xBF58_476D_1CE4_E5B9;
        number = (number ^ (number >> 27)) * 0x94D0_49BB_1331_11EB;
        return number ^ (number >> 31);
    }

    private void Note(FormatTrial trial, int length, FormatReport report)
    {
        report.Accepted += trial.Error is null ? 1 : 0;
        report.Refused += trial.Error is not null && reader.IsRefusal(trial.Error) ? 1 : 0;
        report.MostBytes = Math.Max(report.MostBytes, trial.Bytes);
        report.MostBytesPerByte = Math.Max(report.MostBytesPerByte, (trial.Bytes - reader.FixedBytes) / (double)Math.Max(1, length));
        report.Longest = trial.Time > report.Longest ? trial.Time : report.Longest;
    }

    /// <summary>One reading of one input.</summary>
    private sealed record FormatTrial(Exception? Error, long Bytes, TimeSpan Time)
    {
        /// <summary>Where it was thrown, so that a fault is told once.</summary>
        public string Place => Error?.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Seq2SeqService", StringComparison.Ordinal)) ?? "";
    }
}
