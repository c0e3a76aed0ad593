using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Buckets;

/// <summary>
/// Brings one version into the models directory as a publisher would: into <c>VERSION.partial</c>, verified, then renamed. A crash at any point
/// leaves nothing that looks whole, and what has come is not fetched twice.
/// </summary>
internal sealed class VersionDownload(ObjectDownload objects, string root)
{
    private const long MaxManifestBytes = 1 << 20;

    /// <summary>
    /// Brings the version. A <see cref="CheckpointException"/> says that it is damaged in the bucket; everything else, such as
    /// an <see cref="IOException"/>, may pass.
    /// </summary>
    public async Task RunAsync(BucketVersion version, CancellationToken cancel)
    {
        var parent = Path.Combine(root, version.Model);
        Directory.CreateDirectory(parent);
        using var _ = LocalCopies.Lock(parent);

        var partial = CheckpointStore.PathOf(root, version.Model, version.Version) + CheckpointStore.PartialSuffix;
        var goesOn = Directory.Exists(partial);
        LocalCopies.Begin(partial);
        try
        {
            await FetchAsync(version, partial, cancel).ConfigureAwait(false);
            Checkpoint.Open(partial);
        }
        catch (CheckpointException error)
        {
            if (error.InnerException is IOException or UnauthorizedAccessException)
                throw error.InnerException;

            Directory.Delete(partial, recursive: true);
            if (goesOn)   // the parts of two tries may be those of two contents
                throw new IOException($"{error.Message} It is fetched anew.", error);

            throw;
        }

        LocalCopies.Finish(partial);
    }

    private async Task FetchAsync(BucketVersion version, string partial, CancellationToken cancel)
    {
        var manifest = await ManifestAsync(version.Files[CheckpointFiles.Manifest], partial, cancel).ConfigureAwait(false);
        foreach (var file in manifest.Files)
            RequireAsListed(file, version);

        LocalCopies.Clear(partial, manifest);
        RequireRoom(partial, manifest);
        foreach (var file in manifest.Files)
            await objects.RunAsync(version.Files[file.Name], Path.Combine(partial, file.Name), cancel).ConfigureAwait(false);
    }

    private async Task<CheckpointManifest> ManifestAsync(BucketObject source, string partial, CancellationToken cancel)
    {
        if (source.Bytes is < 1 or > MaxManifestBytes)
            throw new CheckpointException($"{CheckpointFiles.Manifest} has {source.Bytes} bytes; 1 to {MaxManifestBytes} are believed.");

        var path = Path.Combine(partial, CheckpointFiles.Manifest);
        File.Delete(path);   // of an earlier try: the one in the bucket counts
        await objects.RunAsync(source, path, cancel).ConfigureAwait(false);
        return CheckpointManifest.Read(partial);
    }

    private static void RequireAsListed(ManifestFile file, BucketVersion version)
    {
        if (!version.Files.TryGetValue(file.Name, out var found))
            throw new CheckpointException($"{file.Name} is listed in {CheckpointFiles.Manifest} but not in the bucket.");
        if (found.Bytes != file.Bytes)
            throw new CheckpointException($"{file.Name} has {found.Bytes} bytes in the bucket; {CheckpointFiles.Manifest} lists {file.Bytes}.");
    }

    private static void RequireRoom(string partial, CheckpointManifest manifest)
    {
        var missing = manifest.Files.Sum(file => (decimal)file.Bytes) - new DirectoryInfo(partial).EnumerateFiles().Sum(file => file.Length);
        var free = new DriveInfo(partial).AvailableFreeSpace;
        if (missing > free)
            throw new IOException($"{missing} bytes are still to come and {free} are free on the disk");
    }
}
