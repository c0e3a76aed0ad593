using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Api.Detection;

/// <summary>What is done where a text's language cannot be told (section <c>Api:Detection</c>).</summary>
internal sealed record DetectionOptions
{
    public const string Section = "Api:Detection";

    /// <summary>Language that a text counts as where none is recognised, or none with <see cref="MinConfidence"/>; empty takes the best guess.</summary>
    public string? Fallback { get; init; }

    /// <summary>Confidence from 0 to 100 below which <see cref="Fallback"/> is taken, where there is one.</summary>
    [Range(0, 100, ErrorMessage = Section + ":MinConfidence must be {1} to {2}.")]
    public int MinConfidence { get; init; } = 50;
}
