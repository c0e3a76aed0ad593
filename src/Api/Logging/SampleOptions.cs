using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Api.Logging;

/// <summary>What of texts may stand in the log (section <c>Api:Log</c>).</summary>
internal sealed record SampleOptions
{
    public const string Section = "Api:Log";

    /// <summary>Share of requests whose texts and translations are logged, to judge them by: 0 (default) for none, 1 for all.</summary>
    [Range(0.0, 1.0, ErrorMessage = Section + ":SampleTexts must be {1} to {2}.")]
    public double SampleTexts { get; init; }
}
