using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Inference.Canaries;

/// <summary>How a new version is tried on real requests before it answers all of them (section <c>Inference:Canary</c>).</summary>
public sealed record CanaryOptions
{
    public const string Section = InferenceOptions.Section + ":Canary";

    /// <summary>Share of a model's requests that a new version answers on trial; 0 (default) swaps at once what the gate let pass.</summary>
    [Range(0.0, 0.5, ErrorMessage = Section + ":Share must be 0 (no trial) to 0.5.")]
    public double Share { get; init; }

    /// <summary>How long the trial lasts (default 10 minutes).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00", ErrorMessage = Section + ":Duration must be 00:00:01 to 7.00:00:00.")]
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Requests of the new version below which its rates say nothing yet (default 50).</summary>
    [Range(1, 1_000_000, ErrorMessage = Section + ":MinRequests must be 1 to 1000000.")]
    public int MinRequests { get; init; } = 50;

    /// <summary>How much more often, as a share of its requests, the new version may fail than the version in service (default 0.01).</summary>
    [Range(0.0, 1.0, ErrorMessage = Section + ":MaxMoreErrors must be 0 to 1.")]
    public double MaxMoreErrors { get; init; } = 0.01;

    /// <summary>How much more often, as a share of its requests, guards may warn of the new version's translations (default 0.05).</summary>
    [Range(0.0, 1.0, ErrorMessage = Section + ":MaxMoreWarnings must be 0 to 1.")]
    public double MaxMoreWarnings { get; init; } = 0.05;
}
