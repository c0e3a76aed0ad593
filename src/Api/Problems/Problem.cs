namespace Seq2SeqService.Api.Problems;

/// <summary>Why a request was refused or failed (RFC 9457, <c>application/problem+json</c>).</summary>
internal sealed record Problem
{
    /// <summary>Stable name of the kind of problem; programs decide by this, never by the texts.</summary>
    /// <example>/problems/invalid-request</example>
    public required string Type { get; init; }

    /// <summary>The kind of problem in words; the same for every problem of this type.</summary>
    /// <example>The request has fields that cannot be accepted.</example>
    public required string Title { get; init; }

    /// <summary>HTTP status code.</summary>
    /// <example>400</example>
    public required int Status { get; init; }

    /// <summary>What happened this time and what to do about it.</summary>
    /// <example>options.beamSize: must be between 1 and 16.</example>
    public string? Detail { get; init; }

    /// <summary>What happened, once more, where LibreTranslate's clients look for it and in its words where it has some.</summary>
    /// <example>options.beamSize: must be between 1 and 16.</example>
    public required string Error { get; init; }

    /// <summary>Faults by the name of the field, as it stands in the request.</summary>
    /// <example>{"options.beamSize": ["must be between 1 and 16"]}</example>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>Id under which the service logged the request; also in the header <c>X-Trace-Id</c>.</summary>
    /// <example>0af7651916cd43dd8448eb211c80319c</example>
    public required string TraceId { get; init; }
}
