namespace Seq2SeqService.Inference.Gating;

/// <summary>How one direction of a version did on its sentinels; scores are means over the sentences.</summary>
/// <param name="Direction">Such as <c>en-de</c>; "" for a model without languages.</param>
/// <param name="Chrf">chrF now, 0 to 100.</param>
/// <param name="Promised">chrF when it was published.</param>
/// <param name="Serving">chrF of the version in service on the same sentences; null where none serves, or none in this direction.</param>
/// <param name="LengthRatio">Characters of all outputs ÷ characters of all references.</param>
public sealed record DirectionReport(string Direction, int Sentences, double Chrf, double Promised, double? Serving, double LengthRatio);

/// <summary>What was measured before a version came into service.</summary>
/// <param name="Directions">Empty for a version without sentinels.</param>
/// <param name="IsFinite">Every sentinel got an output with a finite score.</param>
public sealed record GateReport(IReadOnlyList<DirectionReport> Directions, bool IsFinite)
{
    /// <summary>Mean time of a sentence, all decoded together; null where that was not measured.</summary>
    public TimeSpan? TimePerSentence { get; init; }

    /// <summary>The same of the version in service, measured beside it.</summary>
    public TimeSpan? ServingTimePerSentence { get; init; }

    /// <summary>What was not looked at, and why; null where all was.</summary>
    public string? Note { get; init; }
}
