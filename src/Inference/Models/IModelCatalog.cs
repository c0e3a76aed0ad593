using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Canaries;
using Seq2SeqService.Inference.Gating;

namespace Seq2SeqService.Inference.Models;

/// <summary>What is served now.</summary>
public interface IModelCatalog
{
    /// <summary>Every model of the store, by name.</summary>
    IReadOnlyList<ModelStatus> Models { get; }

    /// <summary>Another number whenever another version has come into service.</summary>
    int Changes { get; }

    /// <summary>The store has been looked through once: every model found was loaded or refused.</summary>
    bool IsReady { get; }

    /// <summary>Which engine has not finished a step for longer than <see cref="InferenceOptions.StuckAfter"/>; null where none hangs.</summary>
    string? Stuck { get; }
}

/// <summary>One model of the store.</summary>
/// <param name="Name">Name of its directory in the store.</param>
/// <param name="Version">The version that serves, or null where none could be loaded yet.</param>
/// <param name="LoadedAt">When that version began to serve.</param>
/// <param name="Engine">Engine that runs it, for example <c>cpu-fp32</c>.</param>
/// <param name="Architecture">The configuration's <c>model_type</c>.</param>
/// <param name="Directions">Language pairs; empty for a model of another text-to-text task.</param>
/// <param name="Refused">Versions that were refused, newest first, with the reason.</param>
public sealed record ModelStatus(
    string Name, string? Version, DateTimeOffset? LoadedAt, string? Engine, string? Architecture,
    IReadOnlyList<LanguagePair> Directions, IReadOnlyList<RefusedVersion> Refused)
{
    /// <summary>
    /// A sentence's output and scores are bit-identical alone and among any others, joined at any time, with any number of threads; null where no
    /// version serves.
    /// </summary>
    public bool? BatchInvariant { get; init; }

    /// <summary>The version that a rollback goes back to; null where there is none.</summary>
    public string? Previous { get; init; }

    /// <summary>An operator holds the version in service; newer ones do not come by themselves.</summary>
    public bool IsPinned { get; init; }

    /// <summary>What was measured before the version came into service; null where none serves.</summary>
    public GateReport? Gate { get; init; }

    /// <summary>A newer version on trial; null where there is none.</summary>
    public CanaryStatus? Canary { get; init; }

    /// <summary>What happened since the service started, newest first, the last events only.</summary>
    public IReadOnlyList<ModelEvent> History { get; init; } = [];
}

/// <summary>A version that did not come into service.</summary>
public sealed record RefusedVersion(string Version, string Reason, DateTimeOffset At);
