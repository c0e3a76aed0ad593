using Seq2SeqService.Benchmarks.Machine;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>What became of a load.</summary>
/// <param name="answers">Of all sentences that were sent.</param>
/// <param name="duration">Time in which sentences were sent.</param>
/// <param name="untilLast">Time from the first sentence's due time to the last answer.</param>
internal sealed class LoadSummary(IReadOnlyList<Answer> answers, TimeSpan duration, TimeSpan untilLast)
{
    private readonly double[] _latencies =
        [.. answers.Where(answer => answer.Error is null).Select(answer => answer.Latency.TotalMilliseconds).Order()];

    private readonly double[] _refusals = [.. answers.Where(answer => answer.Error == "503").Select(answer => answer.Latency.TotalMilliseconds).Order()];

    public double Offered => answers.Count / duration.TotalSeconds;

    public double Answered => _latencies.Length / untilLast.TotalSeconds;

    public double Tokens { get; } = answers.Sum(answer => answer.Tokens);

    public TimeSpan UntilLast => untilLast;

    /// <summary>Milliseconds within which this share of the answers came.</summary>
    public double Latency(double share) => _latencies.Percentile(share);

    /// <summary>Milliseconds within which this share of the refusals for want of capacity came; not a number without any.</summary>
    public double Refusal(double share) => _refusals.Length == 0 ? double.NaN : _refusals.Percentile(share);

    /// <summary>Answers a second that came in time.</summary>
    public double Goodput(double deadlineMilliseconds) => _latencies.Count(latency => latency <= deadlineMilliseconds) / duration.TotalSeconds;

    /// <summary>How many of each kind, <c>429: 3</c>; <c>–</c> without any.</summary>
    public string Errors => string.Join(", ", answers
        .Where(answer => answer.Error is not null)
        .GroupBy(answer => answer.Error)
        .Select(kind => $"{kind.Key}: {kind.Count()}")
        .DefaultIfEmpty("–"));
}
