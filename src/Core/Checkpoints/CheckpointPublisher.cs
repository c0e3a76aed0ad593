namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// Publishes checkpoints: all files go into <c>&lt;version&gt;.partial/</c>, each flushed to disk, the manifest last; the result is opened
/// as a reader would; then the directory is renamed. The rename is the publication: a crash at any point leaves either nothing or all.
/// </summary>
public static class CheckpointPublisher
{
    /// <summary>
    /// Publishes <paramref name="contents"/> as <c>&lt;root&gt;/&lt;model&gt;/&lt;version&gt;/</c> and opens it. Without a version the
    /// present time names it (<see cref="CheckpointStore"/>). A version that exists is never overwritten.
    /// </summary>
    public static Checkpoint Publish(
        string root, string model, CheckpointContents contents, string? version = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(contents);
        return Publish(root, model, contents.Files(), version, clock);
    }

    /// <summary>Publishes <paramref name="files"/>, such as those of another version with a few changed; the manifest is made here.</summary>
    public static Checkpoint Publish(
        string root, string model, IReadOnlyList<CheckpointFile> files, string? version = null, TimeProvider? clock = null)
    {
        RequireName(model, "model");
        if (version is not null)
            RequireName(version, "version");

        var parent = Path.Combine(root, model);
        Directory.CreateDirectory(parent);
        using var _ = PublishLock.Take(parent);
        RemoveStale(parent);

        version ??= CheckpointStore.NextVersion(CheckpointStore.Versions(root, model), (clock ?? TimeProvider.System).GetUtcNow());
        var final = CheckpointStore.PathOf(root, model, version);
        if (Path.Exists(final))
            throw new CheckpointException($"Version '{version}' of '{model}' is already published; published versions are never changed.");

        WriteAndRename(files, final);
        DiskSync.Directory(parent);
        DiskSync.Directory(root);
        return Checkpoint.Open(final);
    }

    private static void WriteAndRename(IReadOnlyList<CheckpointFile> files, string final)
    {
        var partial = final + CheckpointStore.PartialSuffix;
        try
        {
            Directory.CreateDirectory(partial);
            WriteFiles(files, partial);
            Checkpoint.Open(partial);
            Directory.Move(partial, final);
        }
        catch
        {
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
            throw;
        }
    }

    private static void WriteFiles(IReadOnlyList<CheckpointFile> files, string directory)
    {
        RequireDistinct(files);
        foreach (var file in files)
            DiskSync.WriteFile(Path.Combine(directory, file.Name), file.Write);

        var manifest = CheckpointManifest.Describe(directory).ToBytes();
        DiskSync.WriteFile(Path.Combine(directory, CheckpointFiles.Manifest), stream => stream.Write(manifest));
        DiskSync.Directory(directory);
    }

    private static void RequireDistinct(IEnumerable<CheckpointFile> files)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { CheckpointFiles.Manifest };
        foreach (var file in files)
        {
            RequireName(file.Name, "file");
            if (!seen.Add(file.Name))
                throw new CheckpointException($"{file.Name} would be written twice.");
        }
    }

    /// <summary>Whoever holds the lock is the only publisher, so what is still partial was left behind by a crash.</summary>
    private static void RemoveStale(string parent)
    {
        foreach (var stale in Directory.EnumerateDirectories(parent, "*" + CheckpointStore.PartialSuffix))
            Directory.Delete(stale, recursive: true);
    }

    private static void RequireName(string name, string what)
    {
        if (!CheckpointFiles.IsPlainName(name) || name.EndsWith(CheckpointStore.PartialSuffix, StringComparison.Ordinal))
            throw new CheckpointException($"'{name}' cannot name a {what}: use letters, digits, '.', '_', '-' and '+', and no dot in front.");
    }
}
