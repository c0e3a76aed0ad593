using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Api.Jobs;

/// <summary>A job and how far it is.</summary>
internal sealed record JobAnswer
{
    /// <summary>What `GET /jobs/{id}` asks by; whoever has it may ask.</summary>
    /// <example>5D4F0C0E7B0A4F4B9B6C7A3A0C4B1E22</example>
    public required string Id { get; init; }

    /// <summary>`waiting`, `running`, `done` or `failed`.</summary>
    /// <example>running</example>
    [AllowedValues("waiting", "running", "done", "failed")]
    public required string State { get; init; }

    /// <summary>While it waits: jobs that will be begun before it.</summary>
    /// <example>0</example>
    public int? Position { get; init; }

    /// <summary>Texts of the job.</summary>
    /// <example>1200</example>
    public required int Texts { get; init; }

    /// <summary>Texts that are translated; a few seconds old. 0 again where a job had to be begun anew.</summary>
    /// <example>480</example>
    public required int Done { get; init; }

    /// <summary>Characters of the texts.</summary>
    /// <example>51280</example>
    public required int Characters { get; init; }

    /// <summary>Times that it was begun: more than once where an instance stopped or failed on it.</summary>
    /// <example>1</example>
    public required int Attempts { get; init; }

    /// <summary>When it came in.</summary>
    /// <example>2026-11-22T09:30:00+00:00</example>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was begun first.</summary>
    /// <example>2026-11-22T09:30:02+00:00</example>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was done or failed.</summary>
    /// <example>2026-11-22T09:31:10+00:00</example>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When it and its result are removed.</summary>
    /// <example>2026-11-23T09:30:00+00:00</example>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Of one that failed: why.</summary>
    /// <example>q[17]: has sentences that are too long for the model.</example>
    public string? Error { get; init; }

    public static JobAnswer Of(StoredJob job, int? position) => new()
    {
        Id = job.Id,
        State = job.State.ToString().ToLowerInvariant(),
        Position = position,
        Texts = job.Texts,
        Done = job.Done,
        Characters = job.Characters,
        Attempts = job.Attempt,
        CreatedAt = job.CreatedAt,
        StartedAt = job.StartedAt,
        EndedAt = job.EndedAt,
        ExpiresAt = job.ExpiresAt,
        Error = job.Error.Length > 0 ? job.Error : null,
    };
}
