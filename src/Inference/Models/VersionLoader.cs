using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Canaries;
using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Models;

/// <summary>
/// Takes a version from the disk into a model's entry, at once or on trial, or says there why not. Entries are made anew; who calls it puts
/// them in place.
/// </summary>
internal sealed partial class VersionLoader(
    ModelLoader models, IOptions<InferenceOptions> inference, IOptions<CanaryOptions> canary, TimeProvider time, ILogger<VersionLoader> logger)
{
    private readonly CanaryPolicy _canary = new(canary.Value);

    public bool HoldsPrevious => inference.Value.HoldPrevious;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The entry with the version in service or on trial, or among the refused ones.</summary>
    public ModelEntry Take(ModelEntry entry, VersionDirectory directory, string version, string content)
    {
        var started = time.GetTimestamp();
        try
        {
            var model = Load(directory.PathOf(version), entry.Serving, skipGate: false);
            ReloadMetrics.Tried(entry.Name, ModelEventKind.Served, time.GetElapsedTime(started));
            return canary.Value.Share > 0 && entry.Serving is { } serving ? Try(entry, model, serving, content) : Serve(entry, model, ModelEventKind.Served);
        }
        catch (VersionRefusedException refused) when (refused.NeedsMemory && entry.Previous is { } held)
        {
            LogLetGo(entry.Name, held.Id.Version);
            return entry with { Previous = null };   // at the next look there is room
        }
        catch (Exception error)   // whatever it is, the old version goes on
        {
            ReloadMetrics.Tried(entry.Name, ModelEventKind.Refused, time.GetElapsedTime(started));
            return Refuse(entry, new(version, Shown(error, directory.Root), Now), error, IsPassing(error) || IsPassing(error.InnerException) ? null : content);
        }
    }

    /// <summary>Loads a version beside the one in service; see <see cref="ModelLoader"/>.</summary>
    public LoadedModel Load(string path, LoadedModel? serving, bool skipGate) => models.Load(path, serving, skipGate);

    /// <summary>The entry with the model in service.</summary>
    public ModelEntry Serve(ModelEntry entry, LoadedModel model, ModelEventKind kind, string? reason = null)
    {
        LogServing(entry.Name, model.Id.Version, model.Engine);
        ReloadMetrics.Count(entry.Name, kind);
        return entry.Serve(model, HoldsPrevious, new(Now, kind, model.Id.Version, reason));
    }

    /// <summary>What has become of the trial that is on.</summary>
    public ModelEntry Judge(ModelEntry entry)
    {
        if (entry is not { Canary: { } trial, Serving: { } serving })
            return entry;

        var (verdict, reason) = _canary.Judge(time.GetElapsedTime(trial.StartedAt), trial.Candidate.Outcomes.Now, serving.Outcomes.Now - trial.ServingBefore);
        return verdict switch
        {
            CanaryVerdict.Promoted => Serve(entry, trial.Candidate, ModelEventKind.Promoted),
            CanaryVerdict.RolledBack => RollBack(entry, trial, reason!),
            _ => entry,
        };
    }

    /// <summary>The entry without its trial; the version is not tried again until its files change.</summary>
    public ModelEntry RollBack(ModelEntry entry, CanaryTrial trial, string reason)
    {
        var version = trial.Candidate.Id.Version;
        LogRefused(entry.Name, version, reason, entry.Serving?.Id.Version ?? "none", null);
        ReloadMetrics.Count(entry.Name, ModelEventKind.RolledBack);
        return (entry with { Canary = null }).Refuse(new(version, reason, Now), trial.Content).Note(new(Now, ModelEventKind.RolledBack, version, reason));
    }

    private ModelEntry Try(ModelEntry entry, LoadedModel model, LoadedModel serving, string content)
    {
        LogTrial(entry.Name, model.Id.Version, canary.Value.Share, canary.Value.Duration);
        ReloadMetrics.Count(entry.Name, ModelEventKind.Canary);
        var trial = new CanaryTrial(model, content, canary.Value.Share)
        {
            Since = Now, StartedAt = time.GetTimestamp(), ServingBefore = serving.Outcomes.Now,
        };
        return (entry with { Canary = trial }).Note(new(Now, ModelEventKind.Canary, model.Id.Version));
    }

    private ModelEntry Refuse(ModelEntry entry, RefusedVersion refused, Exception error, string? content)
    {
        var (version, reason) = (refused.Version, refused.Reason);
        var after = entry.Refuse(refused, content);
        if (entry.IsRefused(version, reason))
            return after;

        var isExpected = error is CheckpointException or ModelFaultException or VersionRefusedException;
        LogRefused(entry.Name, version, reason, entry.Serving?.Id.Version ?? "none", isExpected ? null : error);
        ReloadMetrics.Count(entry.Name, ModelEventKind.Refused);
        return after.Note(new(Now, ModelEventKind.Refused, version, reason));
    }

    /// <summary>The message for everybody who may list models: the system's own names whole paths, and where the store lies is nobody's business.</summary>
    private static string Shown(Exception error, string root) =>
        error.Message.Replace(Path.GetFullPath(root) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    /// <summary>What only the moment forbids (a locked file, no memory) is tried again at every look; what the content proves is not.</summary>
    private static bool IsPassing(Exception? error) =>
        error is UnauthorizedAccessException or OutOfMemoryException or VersionRefusedException { MayPass: true }
            or IOException and not (EndOfStreamException or FileNotFoundException);

    [LoggerMessage(LogLevel.Information, "Model {Model} {Version} serves on {Engine}")]
    private partial void LogServing(string model, string version, string engine);

    [LoggerMessage(LogLevel.Information, "Model {Model} {Version} is on trial: it answers {Share:P0} of the requests for {Duration}")]
    private partial void LogTrial(string model, string version, double share, TimeSpan duration);

    [LoggerMessage(LogLevel.Error, "Model {Model} {Version} is refused: {Reason} In service: {Serving}")]
    private partial void LogRefused(string model, string version, string reason, string serving, Exception? error);

    [LoggerMessage(LogLevel.Information, "Model {Model} {Version}, held for a rollback, leaves the memory for a new version")]
    private partial void LogLetGo(string model, string version);
}
