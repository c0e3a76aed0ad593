using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Api.Health;

/// <summary>Answer of a health check.</summary>
internal sealed record HealthAnswer
{
    /// <summary>`ok`, or what the service is at instead: `starting`, `no model`, `stopping`, or which engine hangs.</summary>
    /// <example>ok</example>
    [AllowedValues("ok", "starting", "no model", "stopping")]
    public required string Status { get; init; }
}
