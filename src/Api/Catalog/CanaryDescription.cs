using Seq2SeqService.Inference.Canaries;

namespace Seq2SeqService.Api.Catalog;

/// <summary>A version on trial.</summary>
internal sealed record CanaryDescription
{
    /// <summary>The version.</summary>
    /// <example>3</example>
    public required string Version { get; init; }

    /// <summary>Share of the requests that it answers.</summary>
    /// <example>0.1</example>
    public required double Share { get; init; }

    /// <summary>When the trial began.</summary>
    /// <example>2026-01-31T12:05:00+00:00</example>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Requests that it has had.</summary>
    /// <example>120</example>
    public required long Requests { get; init; }

    /// <summary>Requests that it failed; the version in service answered them.</summary>
    /// <example>0</example>
    public required long Failed { get; init; }

    /// <summary>Answers with a guard's warning.</summary>
    /// <example>3</example>
    public required long Warned { get; init; }

    public static CanaryDescription Of(CanaryStatus status) => new()
    {
        Version = status.Version, Share = status.Share, Since = status.Since, Requests = status.Requests, Failed = status.Failed, Warned = status.Warned,
    };
}
