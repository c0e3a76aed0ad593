namespace Seq2SeqService.Api.Health;

/// <summary>Answer of a health check.</summary>
internal sealed record HealthAnswer
{
    /// <summary>`ok`, or what the service is at instead: `starting`, `no model` or `stopping`.</summary>
    /// <example>ok</example>
    public required string Status { get; init; }
}
