namespace Seq2SeqService.Client.Wire;

/// <summary>A refusal as it comes (RFC 9457). Anything may be missing: what answers may be a proxy.</summary>
internal sealed record Problem
{
    public string? Type { get; init; }

    public string? Title { get; init; }

    public int? Status { get; init; }

    public string? Detail { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    public string? TraceId { get; init; }
}
