using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Inference.Gating;

/// <summary>What a new version must do with its sentinels before it serves (section <c>Inference:Gate</c>).</summary>
public sealed record GateOptions
{
    public const string Section = InferenceOptions.Section + ":Gate";

    /// <summary>Judges versions that have sentinels (default true); false takes every version that loads.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Least characters of the outputs for each character of the references (default 0.5).</summary>
    [Range(0.0, 1.0, ErrorMessage = Section + ":MinLengthRatio must be 0 to 1.")]
    public double MinLengthRatio { get; init; } = 0.5;

    /// <summary>Most characters of the outputs for each character of the references (default 2).</summary>
    [Range(1.0, 100.0, ErrorMessage = Section + ":MaxLengthRatio must be 1 to 100.")]
    public double MaxLengthRatio { get; init; } = 2;

    /// <summary>Points of chrF that a direction may lie below what it had when it was published (default 3); more means that something is broken here.</summary>
    [Range(0.0, 100.0, ErrorMessage = Section + ":MaxDropFromPromised must be 0 to 100 points of chrF.")]
    public double MaxDropFromPromised { get; init; } = 3;

    /// <summary>Points of chrF that a direction may lie below the version in service on the same sentences (default 5).</summary>
    [Range(0.0, 100.0, ErrorMessage = Section + ":MaxDropFromServing must be 0 to 100 points of chrF.")]
    public double MaxDropFromServing { get; init; } = 5;

    /// <summary>Times as long as the version in service that a sentence may take (default 2.5); below 2 ms more a sentence nothing is said.</summary>
    [Range(1.0, 1000.0, ErrorMessage = Section + ":MaxLatencyFactor must be 1 to 1000.")]
    public double MaxLatencyFactor { get; init; } = 2.5;
}
