using System.Net;
using Seq2SeqService.Client.Http;

namespace Seq2SeqService.Client;

/// <summary>The service refused, failed, or could not be reached; says all that it said.</summary>
public sealed class TranslationServiceException : Exception
{
    internal TranslationServiceException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>The answer's status; null where there was no answer.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The kind of problem, to decide by: <c>/problems/at-capacity</c> and others that the service documents. Null where the answer was none of the service's.</summary>
    public string? Type { get; init; }

    /// <summary>The kind of problem in words.</summary>
    public string? Title { get; init; }

    /// <summary>What was wrong with this request.</summary>
    public string? Detail { get; init; }

    /// <summary>Faults by the name of the field: <c>options.beamSize</c>, <c>q[2]</c> for the third text. Empty where no field is at fault.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Id under which the service logged the request.</summary>
    public string? TraceId { get; init; }

    /// <summary>How long the service asked to wait before the next try.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Whether the same request may succeed later: no answer, none in time, or a service that is busy, starting or stopping. An answer that came behind the
    /// deadline of its own request is of no use any more.
    /// </summary>
    public bool IsTransient => Type != RetryPolicy.TooLate
        && Status is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
