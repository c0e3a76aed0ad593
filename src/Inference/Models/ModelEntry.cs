using System.Collections.Immutable;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Canaries;

namespace Seq2SeqService.Inference.Models;

/// <summary>What the store knows of one model; replaced whole, never changed.</summary>
internal sealed record ModelEntry(string Name)
{
    private const int MaxRefused = 10;
    private const int MaxEvents = 50;

    /// <summary>The version that serves, or null.</summary>
    public LoadedModel? Serving { get; init; }

    /// <summary>The version that served before, held in memory for an instant rollback; null where none is held.</summary>
    public LoadedModel? Previous { get; init; }

    /// <summary>The version that a rollback goes back to, held in memory or not.</summary>
    public string? PreviousVersion { get; init; }

    /// <summary>A newer version that answers a share of the requests, or null.</summary>
    public CanaryTrial? Canary { get; init; }

    /// <summary>An operator holds the serving version; nothing newer comes into service by itself.</summary>
    public bool IsPinned { get; init; }

    /// <summary>An operator has decided about the versions up to this one: none of them comes into service by itself. Null where none has.</summary>
    public string? Floor { get; init; }

    /// <summary>What happened, newest first, the last events only.</summary>
    public ImmutableList<ModelEvent> History { get; init; } = [];

    /// <summary>Refused versions, newest first, the last few only.</summary>
    public ImmutableList<RefusedVersion> Refused { get; init; } = [];

    /// <summary>The content with which each refused version was tried, so that it is tried again only when that changes.</summary>
    public ImmutableDictionary<string, string> Tried { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The model's directory was there at the last look.</summary>
    public bool IsPresent { get; init; } = true;

    /// <summary>Every version that the entry keeps in memory.</summary>
    public IEnumerable<LoadedModel> Held => new[] { Serving, Previous, Canary?.Candidate }.OfType<LoadedModel>();

    public bool WasRefused(string version, string content) => Tried.GetValueOrDefault(version) == content;

    /// <summary>The version may come into service by itself, if it is good.</summary>
    public bool Awaits(string version) => IsAfter(version, Serving?.Id.Version) && IsAfter(version, Floor);

    private static bool IsAfter(string version, string? other) => other is null || VersionOrder.Instance.Compare(version, other) > 0;

    /// <summary>Without a content the version is tried again at the next look.</summary>
    public ModelEntry Refuse(RefusedVersion refused, string? content) => this with
    {
        Refused = [refused, .. Refused.Where(other => other.Version != refused.Version).Take(MaxRefused - 1)],
        Tried = content is null ? Tried.Remove(refused.Version) : Tried.SetItem(refused.Version, content),
    };

    /// <summary>The version was refused before, for this very reason.</summary>
    public bool IsRefused(string version, string reason) => Refused.Exists(known => known.Version == version && known.Reason == reason);

    /// <summary>Lets <paramref name="model"/> answer everything; what served before is held where <paramref name="hold"/> says so.</summary>
    public ModelEntry Serve(LoadedModel model, bool hold, ModelEvent happened) => (this with
    {
        Serving = model,
        Previous = hold ? Serving : null,
        PreviousVersion = Serving?.Id.Version,
        Canary = null,
        Refused = Refused.RemoveAll(refused => refused.Version == model.Id.Version),
        Tried = Tried.Remove(model.Id.Version),
    }).Note(happened);

    public ModelEntry Note(ModelEvent happened) => this with { History = [happened, .. History.Take(MaxEvents - 1)] };

    /// <summary>Forgets what was tried, and refused, of versions that are gone.</summary>
    public ModelEntry Keep(IReadOnlyList<string> versions) => this with
    {
        Tried = Tried.RemoveRange(Tried.Keys.Except(versions)),
        Refused = Refused.RemoveAll(refused => !versions.Contains(refused.Version)),
        IsPresent = versions.Count > 0,
    };

    /// <summary>The version that answers a request with this draw (0 to 1) for a direction.</summary>
    public LoadedModel? Choose(LanguagePair? pair, double draw) =>
        Canary is { } trial && draw < trial.Share && (trial.Candidate.Directions.Count == 0 || trial.Candidate.DirectionOf(pair) is not null)
            ? trial.Candidate
            : Serving;

    public ModelStatus Status() => new(
        Name, Serving?.Id.Version, Serving?.LoadedAt, Serving?.Engine, Serving?.Architecture, Serving?.Directions ?? [], Refused)
    {
        BatchInvariant = Serving?.IsBatchInvariant,
        Previous = PreviousVersion,
        IsPinned = IsPinned,
        Gate = Serving?.Gate,
        Canary = Canary?.Status(),
        History = History,
    };
}
