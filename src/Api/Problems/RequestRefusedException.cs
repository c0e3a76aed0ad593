namespace Seq2SeqService.Api.Problems;

/// <summary>A request that the service refuses before any work is done, with the faults of its fields.</summary>
internal sealed class RequestRefusedException(ProblemKind kind, FieldFaults faults) : Exception(kind.Title)
{
    public RequestRefusedException(ProblemKind kind, string field, string fault)
        : this(kind, new FieldFaults().Add(field, fault))
    {
    }

    public ProblemKind Kind => kind;

    public FieldFaults Faults => faults;

    /// <summary>The fault in LibreTranslate's words, where its clients may look for them; null takes the problem's own.</summary>
    public string? Error { get; init; }

    /// <summary>Time after which the same request may be taken; null where nothing is known of it.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
