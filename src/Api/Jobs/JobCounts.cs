namespace Seq2SeqService.Api.Jobs;

/// <summary>What a store holds at one moment.</summary>
/// <param name="Waiting">Jobs that nobody has begun, or that were put back.</param>
/// <param name="Running">Jobs that some instance works on.</param>
/// <param name="OldestAge">Time since the oldest waiting job came in; zero where none waits.</param>
internal sealed record JobCounts(long Waiting, long Running, TimeSpan OldestAge)
{
    public static JobCounts None { get; } = new(0, 0, TimeSpan.Zero);
}
