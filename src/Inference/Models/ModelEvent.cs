namespace Seq2SeqService.Inference.Models;

/// <summary>What happened to a model's version.</summary>
public enum ModelEventKind
{
    /// <summary>It came into service by itself.</summary>
    Served,

    /// <summary>It did not come into service.</summary>
    Refused,

    /// <summary>It answers a share of the requests, on trial.</summary>
    Canary,

    /// <summary>Its trial ended well, and it came into service.</summary>
    Promoted,

    /// <summary>It left service, or its trial, and the version before it went on.</summary>
    RolledBack,

    /// <summary>An operator brought it into service.</summary>
    Activated,

    /// <summary>An operator holds it in service, whatever is published.</summary>
    Pinned,

    /// <summary>An operator lets newer versions come again.</summary>
    Unpinned,
}

/// <summary>One line of a model's history.</summary>
/// <param name="Reason">Why, in words; null where the kind says it all.</param>
public sealed record ModelEvent(DateTimeOffset At, ModelEventKind Kind, string Version, string? Reason = null);
