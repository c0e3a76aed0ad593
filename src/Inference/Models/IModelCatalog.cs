using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Inference.Models;

/// <summary>What is served now.</summary>
public interface IModelCatalog
{
    /// <summary>Every model of the store, by name.</summary>
    IReadOnlyList<ModelStatus> Models { get; }

    /// <summary>The store has been looked through once: every model found was loaded or refused.</summary>
    bool IsReady { get; }
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
}

/// <summary>A version that did not come into service.</summary>
public sealed record RefusedVersion(string Version, string Reason, DateTimeOffset At);
