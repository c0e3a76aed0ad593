using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Inference.Buckets;

/// <summary>
/// Brings what is new in the bucket into the models directory, where the store finds it as if it had been published there. Whatever goes wrong,
/// what serves goes on: nothing here touches it.
/// </summary>
internal sealed partial class BucketMirror(IOptions<InferenceOptions> inference, IOptions<BucketOptions> options, IModelCatalog models, TimeProvider time, ILogger<BucketMirror> logger)
{
    private readonly string _root = StoreRoot.Find(inference.Value.ModelsDirectory, Environment.CurrentDirectory);
    private readonly int _versions = options.Value.Versions;

    // With which content a version was refused, so that it is fetched again only when that changes.
    private readonly Dictionary<(string Model, string Version), string> _refused = [];

    // What failed at the last look, so that it is said once.
    private readonly Dictionary<string, string> _complaints = [];

    /// <summary>Looks into the bucket once and fetches what is new; failures are said and counted, not thrown.</summary>
    public async Task LookAsync(S3Bucket bucket, CancellationToken cancel)
    {
        var subject = $"The bucket {options.Value.Name}";
        try
        {
            var found = await bucket.ListAsync(cancel).ConfigureAwait(false);
            if (_complaints.Remove(subject))
                LogBack(options.Value.Name);

            var download = new VersionDownload(new(bucket, options.Value.Timeout, time), _root);
            foreach (var model in found.GroupBy(version => version.Model))
                await TryMirrorAsync(model.Key, [.. model.OrderByDescending(version => version.Version, VersionOrder.Instance)], download, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)   // whatever it is, the next look may work
        {
            Complain(subject, error);
        }
    }

    /// <summary>One model whose directory gives trouble does not keep the others from what is new.</summary>
    private async Task TryMirrorAsync(string model, IReadOnlyList<BucketVersion> newestFirst, VersionDownload download, CancellationToken cancel)
    {
        var subject = $"The directory of {model}";
        try
        {
            await MirrorAsync(model, newestFirst, download, cancel).ConfigureAwait(false);
            _complaints.Remove(subject);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            Complain(subject, error);
        }
    }

    /// <summary>Sees that the newest versions are here. One that is refused makes room for an older one, as if it were not there.</summary>
    private async Task MirrorAsync(string model, IReadOnlyList<BucketVersion> newestFirst, VersionDownload download, CancellationToken cancel)
    {
        var here = CheckpointStore.Versions(_root, model);
        var wanted = new HashSet<string>();
        foreach (var version in newestFirst)
        {
            if (wanted.Count == _versions)
                break;

            var result = here.Contains(version.Version) ? FetchResult.Fetched : await FetchAsync(version, download, cancel).ConfigureAwait(false);
            if (result != FetchResult.Refused)
                wanted.Add(version.Version);
            if (result == FetchResult.Failed)
                return;   // before anything is removed, and older versions are no better
        }

        TidyUp(model, wanted);
    }

    private async Task<FetchResult> FetchAsync(BucketVersion version, VersionDownload download, CancellationToken cancel)
    {
        var content = version.Content;
        var key = (version.Model, version.Version);
        if (_refused.GetValueOrDefault(key) == content)
            return FetchResult.Refused;

        var subject = $"{version.Model} {version.Version} of the bucket";
        try
        {
            await download.RunAsync(version, cancel).ConfigureAwait(false);
            LogFetched(version.Model, version.Version);
            BucketMetrics.Count(FetchResult.Fetched);
            _complaints.Remove(subject);
            return FetchResult.Fetched;
        }
        catch (CheckpointException error)
        {
            LogRefused(version.Model, version.Version, error.Message);
            BucketMetrics.Count(FetchResult.Refused);
            _refused[key] = content;
            return FetchResult.Refused;
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            Complain(subject, error);
            return FetchResult.Failed;
        }
    }

    private void TidyUp(string model, HashSet<string> wanted)
    {
        if (!Directory.Exists(Path.Combine(_root, model)))
            return;

        LocalCopies.RemoveUnfinished(_root, model, wanted);
        if (!options.Value.RemoveOld)
            return;

        var used = models.Models.Where(status => status.Name == model).SelectMany(status => new[] { status.Version, status.Previous, status.Canary?.Version });
        var kept = wanted.Union(CheckpointStore.Versions(_root, model).TakeLast(_versions)).Union(used.OfType<string>()).ToHashSet();
        foreach (var version in LocalCopies.RemoveBut(_root, model, kept))
            LogRemoved(model, version);
    }

    private void Complain(string subject, Exception error)
    {
        var reason = BucketFault.Explain(error).ReplaceLineEndings(" ");
        BucketMetrics.Count(FetchResult.Failed);
        if (_complaints.GetValueOrDefault(subject) != reason)
            LogFailed(subject, reason);

        _complaints[subject] = reason;
    }

    [LoggerMessage(LogLevel.Information, "{Model} {Version} was fetched from the bucket")]
    private partial void LogFetched(string model, string version);

    [LoggerMessage(LogLevel.Error, "{Model} {Version} of the bucket was refused: {Reason} It is fetched again when its objects change")]
    private partial void LogRefused(string model, string version, string reason);

    [LoggerMessage(LogLevel.Error, "{Subject} could not be read ({Reason}); what serves goes on")]
    private partial void LogFailed(string subject, string reason);

    [LoggerMessage(LogLevel.Information, "The bucket {Bucket} can be read again")]
    private partial void LogBack(string bucket);

    [LoggerMessage(LogLevel.Information, "{Model} {Version} was removed from the models directory; the bucket has newer ones")]
    private partial void LogRemoved(string model, string version);
}
