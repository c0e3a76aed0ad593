using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Models;

/// <summary>
/// The models of the store's directory. <see cref="Refresh"/> loads what is new beside what serves and swaps it whole; whatever goes
/// wrong, the old version goes on. A running request stays on the version that it leased.
/// </summary>
internal sealed partial class ModelStore(
    ModelLoader loader, IOptions<InferenceOptions> options, TimeProvider time, ILogger<ModelStore> logger) : IModelCatalog
{
    private readonly string _root = StoreRoot.Find(options.Value.ModelsDirectory, Environment.CurrentDirectory);
    private readonly Lock _refreshing = new();
    private volatile ModelRoutes _routes = ModelRoutes.None;
    private volatile bool _isReady;
    private volatile bool _isStopping;

    // Every version whose engine is not released yet, those on their way out among them.
    private readonly ConcurrentDictionary<LoadedModel, bool> _alive = new();

    // What could not be read at the last look; only Refresh touches it.
    private readonly Dictionary<string, string> _complaints = [];


    public IReadOnlyList<ModelStatus> Models => [.. _routes.Entries.Select(entry => entry.Status())];

    public bool IsReady => _isReady;

    /// <summary>Holds the model that answers a request; dispose the lease when the request is done.</summary>
    public ModelLease Lease(string? model, LanguagePair? pair)
    {
        while (true)
        {
            if (_isStopping)
                throw new TranslationException(TranslationFailure.Stopping, "The service is stopping and takes no new work.");

            // Null when the version left between the two calls; then a newer one is there.
            if (_routes.Choose(model, pair).Lease() is { } lease)
                return lease;
        }
    }

    /// <summary>Looks through the store once, on the calling thread.</summary>
    public void Refresh()
    {
        lock (_refreshing)
        {
            foreach (var name in NamesToLookAt())
                Guarded(name, () => RefreshModel(name));

            if (!_isReady && !_routes.Entries.Any())
                LogEmpty(_root);

            _isReady = true;
        }
    }

    /// <summary>Refuses new work, finishes what was accepted, and gives that up too when <paramref name="cancel"/> fires.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        _isStopping = true;
        var models = _alive.Keys.ToList();
        models.ForEach(model => model.Stop());

        await using var abort = cancel.Register(() => models.ForEach(model => model.Abort()));
        await Task.WhenAll(models.Select(model => model.Ended)).ConfigureAwait(false);
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
        var versions = CheckpointStore.Versions(_root, name);
        if (_routes.Find(name) is not { } entry)
        {
            if (versions.Count == 0)
                return;

            entry = new ModelEntry(name);
        }

        if (versions.Count == 0 && entry.IsPresent && entry.Serving is { } serving)
            LogVanished(name, serving.Id.Version);

        entry = entry.Keep(versions);
        foreach (var version in versions.Reverse().TakeWhile(version => IsNewer(version, entry.Serving)))
        {
            if (_isStopping)
                break;

            entry = Try(entry, version);
            if (entry.Serving?.Id.Version == version)
                break;
        }

        _routes = _routes.With(entry);
    }

    private static bool IsNewer(string version, LoadedModel? serving) =>
        serving is null || VersionOrder.Instance.Compare(version, serving.Id.Version) > 0;

    private ModelEntry Try(ModelEntry entry, string version)
    {
        var directory = CheckpointStore.PathOf(_root, entry.Name, version);
        var content = DirectoryContent.Describe(directory);
        if (entry.WasRefused(version, content))
            return entry;

        try
        {
            var model = loader.Load(directory);
            var swapped = entry.Serve(model);
            Offer(swapped, model);
            entry.Serving?.Release();
            return swapped;
        }
        catch (Exception error)   // whatever it is, the old version goes on
        {
            var isExpected = error is CheckpointException or ModelFaultException;
            if (entry.Refused.FirstOrDefault(known => known.Version == version)?.Reason != error.Message)
                LogRefused(entry.Name, version, error.Message, entry.Serving?.Id.Version ?? "none", isExpected ? null : error);
            return entry.Refuse(new(version, error.Message, time.GetUtcNow()), IsPassing(error) || IsPassing(error.InnerException) ? null : content);
        }
    }

    /// <summary>What only the moment forbids (a locked file, no memory) is tried again at every look; what the content proves is not.</summary>
    private static bool IsPassing(Exception? error) =>
        error is UnauthorizedAccessException or OutOfMemoryException or IOException and not (EndOfStreamException or FileNotFoundException);

    private void Offer(ModelEntry entry, LoadedModel model)
    {
        _alive.TryAdd(model, true);
        model.Ended.ContinueWith(_ => _alive.TryRemove(model, out var _), TaskScheduler.Default);
        _routes = _routes.With(entry);
        LogServing(entry.Name, model.Id.Version, model.Engine);

        if (_isStopping)
            model.Stop();   // it came too late for StopAsync to see it
    }

    [LoggerMessage(LogLevel.Information, "Model {Model} {Version} serves on {Engine}")]
    private partial void LogServing(string model, string version, string engine);

    [LoggerMessage(LogLevel.Error, "Model {Model} {Version} is refused: {Reason} In service: {Serving}")]
    private partial void LogRefused(string model, string version, string reason, string serving, Exception? error);

    [LoggerMessage(LogLevel.Warning, "The directory of model {Model} is gone; {Version} goes on serving")]
    private partial void LogVanished(string model, string version);

    [LoggerMessage(LogLevel.Warning, "There is no model in {Root} yet; the first one that is published there will serve")]
    private partial void LogEmpty(string root);

    [LoggerMessage(LogLevel.Error, "{Subject} in the model store cannot be read ({Reason}); what serves goes on")]
    private partial void LogUnreadable(string subject, string reason);
}
