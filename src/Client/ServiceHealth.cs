namespace Seq2SeqService.Client;

/// <summary>A question about the service's health.</summary>
public enum HealthCheck
{
    /// <summary>May requests be sent?</summary>
    Ready,

    /// <summary>Does the process live?</summary>
    Live,

    /// <summary>Has it started?</summary>
    Startup,
}

/// <summary>How the service is.</summary>
/// <param name="IsHealthy">The answer is yes.</param>
/// <param name="Status"><c>ok</c>, or what the service is at instead: <c>starting</c>, <c>no model</c>, <c>stopping</c>.</param>
public sealed record ServiceHealth(bool IsHealthy, string Status);
