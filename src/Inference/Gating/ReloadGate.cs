using static System.FormattableString;

namespace Seq2SeqService.Inference.Gating;

/// <summary>Decides whether a version may serve, from what was measured. Plain policy: no engine, no clock.</summary>
internal sealed class ReloadGate(GateOptions options)
{
    // Differences of this size are the machine's, not the model's.
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(2);

    /// <summary>Why the version must not serve, with the setting that says so; null where it may.</summary>
    public string? Judge(GateReport report)
    {
        if (!report.IsFinite)
            return "A sentinel got no finite score.";

        return report.Directions.Select(Judge).FirstOrDefault(fault => fault is not null) ?? JudgeTime(report);
    }

    /// <summary>The version in service is so much faster that measuring once more is worth its time.</summary>
    public bool IsTooSlow(TimeSpan time, TimeSpan serving) => time > options.MaxLatencyFactor * serving && time > serving + Noise;

    private string? Judge(DirectionReport of)
    {
        var name = of.Direction.Length > 0 ? of.Direction + ": " : "";
        if (!(of.LengthRatio >= options.MinLengthRatio && of.LengthRatio <= options.MaxLengthRatio))
        {
            return Invariant($"{name}its outputs for {of.Sentences} sentinels are {of.LengthRatio:F2} times as long as the references; ")
                + Invariant($"{GateOptions.Section} accepts {options.MinLengthRatio} to {options.MaxLengthRatio}.");
        }

        if (!(of.Chrf >= of.Promised - options.MaxDropFromPromised))
        {
            return Invariant($"{name}its chrF on {of.Sentences} sentinels is {of.Chrf:F1}; it was {of.Promised:F1} when it was published, ")
                + Invariant($"and {GateOptions.Section}:MaxDropFromPromised allows {options.MaxDropFromPromised} points less.");
        }

        if (of.Serving is { } serving && !(of.Chrf >= serving - options.MaxDropFromServing))
        {
            return Invariant($"{name}its chrF on {of.Sentences} sentinels is {of.Chrf:F1}; the version in service has {serving:F1}, ")
                + Invariant($"and {GateOptions.Section}:MaxDropFromServing allows {options.MaxDropFromServing} points less.");
        }

        return null;
    }

    private string? JudgeTime(GateReport report) =>
        report is { TimePerSentence: { } time, ServingTimePerSentence: { } serving } && IsTooSlow(time, serving)
            ? Invariant($"It takes {time.TotalMilliseconds:F1} ms for a sentinel, the version in service {serving.TotalMilliseconds:F1} ms; ")
                + Invariant($"{GateOptions.Section}:MaxLatencyFactor allows {options.MaxLatencyFactor} times as long.")
            : null;
}
