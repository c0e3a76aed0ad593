using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Buckets;

namespace Seq2SeqService.Inference.Models;

/// <summary>
/// The models of the store's directory. <see cref="Refresh"/> loads what is new beside what serves and swaps it whole; whatever goes
/// wrong, the old version goes on. A running request stays on the version that it leased.
/// </summary>
internal sealed partial class ModelStore(
    VersionLoader loader, FirstLook bucket, IOptions<InferenceOptions> options, TimeProvider time, ILogger<ModelStore> logger) : IModelCatalog
{
    private static readonly TimeSpan LastStep = TimeSpan.FromSeconds(5);

    private readonly string _root = StoreRoot.Find(options.Value.ModelsDirectory, Environment.CurrentDirectory);
    private readonly Lock _changing = new();
    private volatile ModelRoutes _routes = ModelRoutes.None;
    private volatile int _changes;
    private volatile bool _isReady;
    private volatile bool _isStopping;

    // Every version whose engine is not released yet, those on their way out among them.
    private readonly ConcurrentDictionary<LoadedModel, bool> _alive = new();

    // What could not be read at the last look; only Refresh touches it.
    private readonly Dictionary<string, string> _complaints = [];

    public IReadOnlyList<ModelStatus> Models => [.. _routes.Entries.Select(entry => entry.Status())];

    public int Changes => _changes;

    public bool IsReady => _isReady;

    /// <summary>Every version that still answers somebody.</summary>
    public IEnumerable<LoadedModel> Alive => _alive.Keys;

    public string? Stuck => _alive.Keys
        .Where(model => model.Busy > options.Value.StuckAfter)
        .Select(model => $"The engine of {model.Id.Name} {model.Id.Version} has not finished a step for more than {options.Value.StuckAfter.TotalSeconds:0} s.")
        .FirstOrDefault();

    /// <summary>Holds the model that answers a request; dispose the lease when the request is done.</summary>
    /// <param name="draw">Where the request falls between 0 and 1 (<see cref="Canaries.TextDraw"/>); 1 leaves versions on trial out.</param>
    public ModelLease Lease(string? model, LanguagePair? pair, double draw = 1)
    {
        while (true)
        {
            if (_isStopping)
                throw new TranslationException(TranslationFailure.Stopping, "The service is stopping and takes no new work.");

            // Null when the version left between the two calls; then a newer one is there.
            if (_routes.Choose(model, pair, draw).Lease() is { } lease)
                return lease;
        }
    }

    /// <summary>Looks through the store once, on the calling thread.</summary>
    public void Refresh()
    {
        lock (_changing)
        {
            var isComplete = bucket.IsOver;   // asked first: what it brings later is not seen by this look
            foreach (var name in NamesToLookAt())
                Guarded(name, () => RefreshModel(name));

            if (!_isReady && isComplete && !_routes.Entries.Any())
                LogEmpty(_root);

            _isReady |= isComplete || _routes.Entries.Any(entry => entry.Serving is not null);
        }
    }

    /// <summary>
    /// Changes what is known of a model on the calling thread, when no look is in progress: a version that is loaded meanwhile is waited for.
    /// False where there is no such model.
    /// </summary>
    public bool Change(string name, Func<ModelEntry, VersionDirectory, ModelEntry> change)
    {
        lock (_changing)
        {
            if (_routes.Find(name) is not { } entry)
                return false;

            Replace(change(entry, new(_root, name)));
            return true;
        }
    }

    /// <summary>
    /// Refuses new work, finishes what was accepted, and gives that up too when <paramref name="cancel"/> fires. An engine that then does not come back from its step is left behind.
    /// </summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        _isStopping = true;
        var models = _alive.Keys.ToList();
        models.ForEach(model => model.Stop());

        await using var abort = cancel.Register(() => models.ForEach(model => model.Abort()));
        var ended = Task.WhenAll(models.Select(model => model.Ended));
        try
        {
            await ended.WaitAsync(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await Task.WhenAny(ended, Task.Delay(LastStep, time, CancellationToken.None)).ConfigureAwait(false);
        }
    }

    private List<string> NamesToLookAt()
    {
        IReadOnlyList<string> present = [];
        Guarded(_root, () => present = CheckpointStore.Models(_root));
        return present.Union(_routes.Entries.Select(entry => entry.Name)).ToList();
    }

    /// <summary>Runs <paramref name="look"/>; what cannot be read is said once, not at every look.</summary>
    private void Guarded(string subject, Action look)
    {
        try
        {
            look();
            _complaints.Remove(subject);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (_complaints.GetValueOrDefault(subject) != error.Message)
                LogUnreadable(subject, error.Message);

            _complaints[subject] = error.Message;
        }
    }

    private void RefreshModel(string name)
    {
        if (_routes.Find(name) is { Canary: not null } tried)
            Replace(loader.Judge(tried));   // whatever becomes of the directory

        var directory = new VersionDirectory(_root, name);
        var versions = directory.Versions;
        if (_routes.Find(name) is not { } entry)
        {
            if (versions.Count == 0)
                return;

            entry = new ModelEntry(name);
        }

        if (versions.Count == 0 && entry.IsPresent && entry.Serving is { } serving)
            LogVanished(name, serving.Id.Version);

        Replace(entry.Keep(versions));
        if (!entry.IsPinned && entry.Canary is null)
            TakeNewest(name, directory, versions);
    }

    private void TakeNewest(string name, VersionDirectory directory, IReadOnlyList<string> versions)
    {
        foreach (var version in versions.Reverse())
        {
            var entry = _routes.Find(name)!;
            if (_isStopping || entry.Canary is not null || !entry.Awaits(version))
                break;

            var content = directory.ContentOf(version);
            if (!entry.WasRefused(version, content))
                Replace(loader.Take(entry, directory, version, content));
        }
    }

    /// <summary>Puts the entry in the place of the old one and lets go of the versions that it does not hold any more.</summary>
    private void Replace(ModelEntry entry)
    {
        var old = _routes.Find(entry.Name);
        var before = old?.Held ?? [];
        foreach (var model in entry.Held)
            Watch(model);

        _routes = _routes.With(entry);
        if (old?.Serving != entry.Serving)
            _changes++;   // only here, under the lock

        foreach (var left in before.Except(entry.Held))
            left.Release();
    }

    private void Watch(LoadedModel model)
    {
        if (!_alive.TryAdd(model, true))
            return;

        model.Ended.ContinueWith(_ => _alive.TryRemove(model, out var _), TaskScheduler.Default);
        if (_isStopping)
            model.Stop();   // it came too late for StopAsync to see it
    }

    [LoggerMessage(LogLevel.Warning, "The directory of model {Model} is gone; {Version} goes on serving")]
    private partial void LogVanished(string model, string version);

    [LoggerMessage(LogLevel.Warning, "There is no model in {Root} yet; the first one that is published there will serve")]
    private partial void LogEmpty(string root);

    [LoggerMessage(LogLevel.Error, "{Subject} in the model store cannot be read ({Reason}); what serves goes on")]
    private partial void LogUnreadable(string subject, string reason);
}
