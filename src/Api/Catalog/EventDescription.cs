using System.Text.Json;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Catalog;

/// <summary>Something that happened to a model.</summary>
internal sealed record EventDescription
{
    /// <summary>When.</summary>
    /// <example>2026-01-31T12:05:00+00:00</example>
    public required DateTimeOffset At { get; init; }

    /// <summary>`served`, `refused`, `canary`, `promoted`, `rolledBack`, `activated`, `pinned` or `unpinned`.</summary>
    /// <example>served</example>
    public required string Kind { get; init; }

    /// <summary>The version that it happened to.</summary>
    /// <example>3</example>
    public required string Version { get; init; }

    /// <summary>Why, in words; absent where the kind says it all.</summary>
    /// <example>An operator went back from 4 to 3.</example>
    public string? Reason { get; init; }

    public static EventDescription Of(ModelEvent happened) => new()
    {
        At = happened.At, Kind = JsonNamingPolicy.CamelCase.ConvertName(happened.Kind.ToString()), Version = happened.Version, Reason = happened.Reason,
    };
}
