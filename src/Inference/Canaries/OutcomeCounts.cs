namespace Seq2SeqService.Inference.Canaries;

/// <summary>What became of requests: answered ones, those among them with a guard's warning, and those that the service failed.</summary>
internal readonly record struct OutcomeCounts(long Answered, long Warned, long Failed)
{
    public long Requests => Answered + Failed;

    public double ErrorRate => Requests == 0 ? 0 : (double)Failed / Requests;

    public double WarningRate => Answered == 0 ? 0 : (double)Warned / Answered;

    public static OutcomeCounts operator -(OutcomeCounts later, OutcomeCounts earlier) =>
        new(later.Answered - earlier.Answered, later.Warned - earlier.Warned, later.Failed - earlier.Failed);
}

/// <summary>Counts the outcomes of one version's requests; many threads count at once.</summary>
internal sealed class Outcomes
{
    private long _answered;
    private long _warned;
    private long _failed;

    public OutcomeCounts Now => new(Volatile.Read(ref _answered), Volatile.Read(ref _warned), Volatile.Read(ref _failed));

    public void Answered(bool withWarning)
    {
        if (withWarning)
            Interlocked.Increment(ref _warned);

        Interlocked.Increment(ref _answered);
    }

    public void Failed() => Interlocked.Increment(ref _failed);
}
