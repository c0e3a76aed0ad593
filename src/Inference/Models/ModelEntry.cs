using System.Collections.Immutable;

namespace Seq2SeqService.Inference.Models;

/// <summary>What the store knows of one model; replaced whole, never changed.</summary>
internal sealed record ModelEntry(string Name)
{
    private const int MaxRefused = 10;

    /// <summary>The version that serves, or null.</summary>
    public LoadedModel? Serving { get; init; }

    /// <summary>Refused versions, newest first, the last few only.</summary>
    public ImmutableList<RefusedVersion> Refused { get; init; } = [];

    /// <summary>The content with which each refused version was tried, so that it is tried again only when that changes.</summary>
    public ImmutableDictionary<string, string> Tried { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The model's directory was there at the last look.</summary>
    public bool IsPresent { get; init; } = true;

    public bool WasRefused(string version, string content) => Tried.GetValueOrDefault(version) == content;

    /// <summary>Without a content the version is tried again at the next look.</summary>
    public ModelEntry Refuse(RefusedVersion refused, string? content) => this with
    {
        Refused = [refused, .. Refused.Where(other => other.Version != refused.Version).Take(MaxRefused - 1)],
        Tried = content is null ? Tried.Remove(refused.Version) : Tried.SetItem(refused.Version, content),
    };

    public ModelEntry Serve(LoadedModel model) => this with
    {
        Serving = model,
        Refused = Refused.RemoveAll(refused => refused.Version == model.Id.Version),
        Tried = Tried.Remove(model.Id.Version),
    };

    /// <summary>Forgets what was tried, and refused, of versions that are gone.</summary>
    public ModelEntry Keep(IReadOnlyList<string> versions) => this with
    {
        Tried = Tried.RemoveRange(Tried.Keys.Except(versions)),
        Refused = Refused.RemoveAll(refused => !versions.Contains(refused.Version)),
        IsPresent = versions.Count > 0,
    };

    public ModelStatus Status() => new(
        Name, Serving?.Id.Version, Serving?.LoadedAt, Serving?.Engine, Serving?.Architecture, Serving?.Directions ?? [], Refused)
    {
        BatchInvariant = Serving?.IsBatchInvariant,
    };
}
