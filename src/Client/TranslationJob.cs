namespace Seq2SeqService.Client;

/// <summary>Texts that the service translates later, and how far they are.</summary>
public sealed record TranslationJob
{
    /// <summary>Its id, by which it is asked for.</summary>
    public required string Id { get; init; }

    /// <summary><c>waiting</c>, <c>running</c>, <c>done</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>While it waits: jobs that will be begun before it; else null.</summary>
    public int? Position { get; init; }

    /// <summary>How many texts it has.</summary>
    public required int Texts { get; init; }

    /// <summary>Texts that are translated, a few seconds ago.</summary>
    public required int Done { get; init; }

    /// <summary>Characters of its texts.</summary>
    public required int Characters { get; init; }

    /// <summary>Times that it was begun.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it came in.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was begun first; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was done or failed; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When it and its translations are removed.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Error { get; init; }
}
