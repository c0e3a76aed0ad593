namespace Seq2SeqService.Api.Admission;

/// <summary>
/// What is left of a share that grows back steadily. Who asks for more than the whole share gets it when the share is whole, and then waits the
/// longer. Plain policy: the clock is the caller's.
/// </summary>
/// <param name="Size">The whole share: what grows back in a minute.</param>
/// <param name="Left">At <paramref name="Time"/>; below 0 after more than the whole was taken.</param>
/// <param name="Time">Since some beginning.</param>
internal readonly record struct TokenBucket(double Size, double Left, TimeSpan Time)
{
    public static TokenBucket Full(double size, TimeSpan now) => new(size, size, now);

    public TokenBucket At(TimeSpan now) => this with { Left = Math.Min(Size, Left + (Size * (now - Time).TotalMinutes)), Time = now };

    /// <summary>A share of 0 is none that could be used up.</summary>
    public bool IsFull => Size == 0 || Left >= Size;

    /// <summary>How long to wait until <paramref name="amount"/> may be taken; zero where it may be now.</summary>
    public TimeSpan WaitFor(double amount) => TimeSpan.FromMinutes(Math.Max(0, Math.Min(amount, Size) - Left) / Size);

    public TokenBucket Without(double amount) => this with { Left = Left - amount };
}
