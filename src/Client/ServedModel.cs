namespace Seq2SeqService.Client;

/// <summary>One model of the store.</summary>
public sealed record ServedModel
{
    /// <summary>Its name; <see cref="TranslateOptions.Model"/> takes it.</summary>
    public required string Name { get; init; }

    /// <summary>The version that is being served; null where none could be loaded yet.</summary>
    public string? Version { get; init; }

    /// <summary>When that version began to serve.</summary>
    public DateTimeOffset? LoadedAt { get; init; }

    /// <summary>The engine that runs it.</summary>
    public string? Engine { get; init; }

    /// <summary>Whether a translation is the same to the last bit whatever else is translated at the same time.</summary>
    public bool? BatchInvariant { get; init; }

    /// <summary>The family of networks it belongs to.</summary>
    public string? Architecture { get; init; }

    /// <summary>Directions that it translates; empty for a model of another text-to-text task.</summary>
    public IReadOnlyList<Direction> Directions { get; init; } = [];

    /// <summary>Versions that were refused, newest first.</summary>
    public IReadOnlyList<RefusedVersion> Refused { get; init; } = [];

    /// <summary>The version that a rollback goes back to; null where none served before.</summary>
    public string? Previous { get; init; }

    /// <summary>An operator holds the version in service; newer ones do not come by themselves.</summary>
    public bool Pinned { get; init; }
}

/// <summary>One direction of translation.</summary>
public sealed record Direction
{
    /// <summary>Language translated from.</summary>
    public required string Source { get; init; }

    /// <summary>Language translated to.</summary>
    public required string Target { get; init; }
}

/// <summary>A version that did not come into service.</summary>
public sealed record RefusedVersion
{
    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>Why it was refused.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was refused.</summary>
    public required DateTimeOffset At { get; init; }
}
