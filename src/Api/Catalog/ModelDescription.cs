using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Catalog;

/// <summary>One model of the store.</summary>
internal sealed record ModelDescription
{
    /// <summary>Name of the model; `options.model` takes it.</summary>
    /// <example>en-de</example>
    public required string Name { get; init; }

    /// <summary>The version that is being served; absent where none could be loaded yet.</summary>
    /// <example>2</example>
    public string? Version { get; init; }

    /// <summary>When that version began to serve.</summary>
    /// <example>2026-01-31T12:00:00+00:00</example>
    public DateTimeOffset? LoadedAt { get; init; }

    /// <summary>The engine that runs it.</summary>
    /// <example>cpu-fp32</example>
    public string? Engine { get; init; }

    /// <summary>
    /// Whether a translation and its scores are the same to the last bit whatever else is translated at the same time; absent where no version
    /// is served.
    /// </summary>
    /// <example>true</example>
    public bool? BatchInvariant { get; init; }

    /// <summary>The family of networks it belongs to: the `model_type` of its configuration.</summary>
    /// <example>marian</example>
    public string? Architecture { get; init; }

    /// <summary>Directions it translates; empty for a model of another text-to-text task, which `options.model` asks for by name alone.</summary>
    public required IReadOnlyList<Direction> Directions { get; init; }

    /// <summary>Versions that were refused, newest first; the version in service was kept instead.</summary>
    public required IReadOnlyList<RefusedVersionDescription> Refused { get; init; }

    /// <summary>The version that a rollback goes back to; absent where none served before.</summary>
    /// <example>1</example>
    public string? Previous { get; init; }

    /// <summary>An operator holds the version in service; newer ones do not come by themselves.</summary>
    /// <example>false</example>
    public required bool Pinned { get; init; }

    /// <summary>A newer version that answers a share of the requests on trial; absent where there is none.</summary>
    public CanaryDescription? Canary { get; init; }

    /// <summary>What was measured before the version came into service; `GET /models/{name}` alone says it.</summary>
    public GateDescription? Gate { get; init; }

    /// <summary>What happened since the service started, newest first; `GET /models/{name}` alone says it.</summary>
    public IReadOnlyList<EventDescription>? History { get; init; }

    public static ModelDescription WithHistoryOf(ModelStatus status) => Of(status) with
    {
        Gate = status.Gate is { } gate ? GateDescription.Of(gate) : null,
        History = [.. status.History.Select(EventDescription.Of)],
    };

    public static ModelDescription Of(ModelStatus status) => new()
    {
        Name = status.Name,
        Version = status.Version,
        LoadedAt = status.LoadedAt,
        Engine = status.Engine,
        BatchInvariant = status.BatchInvariant,
        Architecture = status.Architecture,
        Directions = [.. status.Directions.Select(pair => new Direction { Source = pair.Source, Target = pair.Target })],
        Previous = status.Previous,
        Pinned = status.IsPinned,
        Canary = status.Canary is { } canary ? CanaryDescription.Of(canary) : null,
        Refused = [.. status.Refused.Select(refused => new RefusedVersionDescription { Version = refused.Version, Reason = refused.Reason, At = refused.At })],
    };
}

/// <summary>One direction of translation.</summary>
internal sealed record Direction
{
    /// <summary>Language translated from.</summary>
    /// <example>en</example>
    public required string Source { get; init; }

    /// <summary>Language translated to.</summary>
    /// <example>de</example>
    public required string Target { get; init; }
}

/// <summary>A version that did not come into service.</summary>
internal sealed record RefusedVersionDescription
{
    /// <summary>The version.</summary>
    /// <example>3</example>
    public required string Version { get; init; }

    /// <summary>Why it was refused.</summary>
    /// <example>model.safetensors: the SHA-256 differs from the manifest's.</example>
    public required string Reason { get; init; }

    /// <summary>When it was refused.</summary>
    /// <example>2026-01-31T12:05:00+00:00</example>
    public required DateTimeOffset At { get; init; }
}
