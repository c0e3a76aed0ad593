namespace Seq2SeqService.Reliability.Resumes;

/// <summary>When a process dies: so long after the <paramref name="Count"/>-th time that a name appears in the run's directory, or after its start.</summary>
/// <param name="Name">End of a path in the run's directory; null counts from the start.</param>
internal sealed record KillMoment(string? Name, int Count, TimeSpan Delay)
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(4);

    /// <summary>Most of what takes a run's time, and all of what a run must survive: its start, updates, saves, validations.</summary>
    /// <param name="isFresh">Nothing has been made yet, neither vocabulary nor blocks.</param>
    /// <param name="start">Time until the first save, at most <see cref="LongestStart"/>: a machine that stood still meanwhile says nothing.</param>
    public static KillMoment Draw(Random random, bool isFresh, TimeSpan start) => random.Next(isFresh ? 8 : 6) switch
    {
        0 => new(null, 0, (start < LongestStart ? start : LongestStart) * random.NextDouble()),
        1 => new("/state", random.Next(1, 4), TimeSpan.FromMilliseconds(random.NextDouble() * 100)),
        2 => new("/state.next", random.Next(1, 4), TimeSpan.FromMilliseconds(random.NextDouble() * 3)),
        3 => new("/state", random.Next(1, 4), TimeSpan.FromMilliseconds(random.NextDouble() * 2)),   // the old state is being cleared
        4 => new(".partial", 1, TimeSpan.FromMilliseconds(random.NextDouble() * 3)),   // of best weights mostly
        5 => new("/log.jsonl", 1, TimeSpan.FromMilliseconds(random.NextDouble() * 2)),
        6 => new("/vocabulary.partial", 1, TimeSpan.FromMilliseconds(random.NextDouble() * 20)),
        _ => new("/pairs.partial", 1, TimeSpan.FromMilliseconds(random.NextDouble() * 20)),
    };
}
