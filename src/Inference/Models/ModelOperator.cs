using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Models;

/// <summary>Changes models as operators wish, on threads that no request needs. Two wishes, and a look into the store, wait for each other.</summary>
internal sealed class ModelOperator(ModelStore store, VersionLoader loader) : IModelOperator
{
    // A version without requests leaves its memory at once; one with requests is not waited for for long.
    private static readonly TimeSpan LeavingTime = TimeSpan.FromSeconds(5);

    public Task<ModelStatus> ActivateAsync(string model, string version, bool skipGate, CancellationToken cancel) =>
        ChangeAsync(model, (entry, directory) => Activate(entry, directory, version, skipGate), cancel);

    public Task<ModelStatus> RollBackAsync(string model, CancellationToken cancel) => ChangeAsync(model, RollBack, cancel);

    public Task<ModelStatus> PinAsync(string model, CancellationToken cancel) => ChangeAsync(model, (entry, _) => Pin(entry), cancel);

    public Task<ModelStatus> UnpinAsync(string model, CancellationToken cancel) => ChangeAsync(
        model,
        (entry, _) => entry.IsPinned
            ? (entry with { IsPinned = false }).Note(new(loader.Now, ModelEventKind.Unpinned, entry.Serving?.Id.Version ?? ""))
            : entry,
        cancel);

    private Task<ModelStatus> ChangeAsync(string model, Func<ModelEntry, VersionDirectory, ModelEntry> change, CancellationToken cancel) =>
        Task.Factory.StartNew(() => Change(model, change), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private ModelStatus Change(string model, Func<ModelEntry, VersionDirectory, ModelEntry> change)
    {
        try
        {
            return ChangeOnce(model, change);
        }
        catch (VersionRefusedException refused) when (refused.NeedsMemory)
        {
            LetGoOfPrevious(model);
        }

        try
        {
            return ChangeOnce(model, change);
        }
        catch (VersionRefusedException refused)
        {
            throw Impossible(refused.Message);
        }
    }

    private ModelStatus ChangeOnce(string model, Func<ModelEntry, VersionDirectory, ModelEntry> change)
    {
        ModelStatus? status = null;
        var isKnown = store.Change(model, (entry, directory) =>
        {
            var changed = change(entry, directory);
            status = changed.Status();
            return changed;
        });

        return isKnown ? status! : throw new ModelOperationException(ModelOperationFailure.UnknownModel, $"No model is named '{model}'; GET /models lists them.");
    }

    private void LetGoOfPrevious(string model)
    {
        LoadedModel? held = null;
        store.Change(model, (entry, _) =>
        {
            held = entry.Previous;
            return entry with { Previous = null };
        });
        held?.Ended.Wait(LeavingTime);
    }

    private ModelEntry Activate(ModelEntry entry, VersionDirectory directory, string version, bool skipGate)
    {
        var held = entry.Held.FirstOrDefault(model => model.Id.Version == version);
        if (entry.Serving is { } serving && serving == held)
            return EndTrial(entry, "An operator keeps the version before it.") with { Floor = Newest(directory, version) };

        var model = held ?? Load(entry, directory, version, skipGate);
        return loader.Serve(entry, model, ModelEventKind.Activated) with { Floor = Newest(directory, version) };
    }

    private ModelEntry RollBack(ModelEntry entry, VersionDirectory directory)
    {
        if (entry.Canary is not null)
            return EndTrial(entry, "An operator ended its trial.");

        if (entry is not { Serving: { } left, PreviousVersion: { } previous })
            throw Impossible("No version served before this one since the service started; activate one by name.");

        // It has served before, so that nothing is measured again.
        var model = entry.Previous ?? Load(entry, directory, previous, skipGate: true);
        var reason = $"An operator went back from {left.Id.Version} to {previous}.";
        return loader.Serve(entry, model, ModelEventKind.RolledBack, reason).Refuse(new(left.Id.Version, reason, loader.Now), content: null) with
        {
            Previous = null, PreviousVersion = null, Floor = Newest(directory, left.Id.Version),
        };
    }

    private ModelEntry Pin(ModelEntry entry)
    {
        if (entry.Serving is not { } serving)
            throw Impossible("No version of it serves, so that there is nothing to hold.");

        entry = EndTrial(entry, "An operator holds the version before it.");
        return entry.IsPinned ? entry : (entry with { IsPinned = true }).Note(new(loader.Now, ModelEventKind.Pinned, serving.Id.Version));
    }

    private ModelEntry EndTrial(ModelEntry entry, string reason) => entry.Canary is { } trial ? loader.RollBack(entry, trial, reason) : entry;

    private LoadedModel Load(ModelEntry entry, VersionDirectory directory, string version, bool skipGate)
    {
        try
        {
            if (!directory.Versions.Contains(version))
                throw new ModelOperationException(ModelOperationFailure.UnknownVersion, $"{entry.Name} has no version '{version}' in the store.");

            return loader.Load(directory.PathOf(version), entry.Serving, skipGate);
        }
        catch (Exception error) when (error is not (ModelOperationException or VersionRefusedException { NeedsMemory: true }))
        {
            throw Impossible(error.Message);
        }
    }

    /// <summary>The last version of the store, or <paramref name="known"/> where that is later or the store cannot be read: an operator's wish does not wait for a disk.</summary>
    private static string Newest(VersionDirectory directory, string known)
    {
        try
        {
            return directory.Versions.Append(known).Max(VersionOrder.Instance)!;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return known;
        }
    }

    private static ModelOperationException Impossible(string message) => new(ModelOperationFailure.NotPossible, message);
}
