using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Buckets;

/// <summary>Versions in the models directory that came from a bucket. A hidden file tells them from what was published there, which is never touched.</summary>
internal static class LocalCopies
{
    private const string Marker = ".bucket";

    /// <summary>Keeps publishers and other instances out of a model's directory; an <see cref="IOException"/> where one is at work.</summary>
    public static IDisposable Lock(string parent)
    {
        try
        {
            return PublishLock.Take(parent);
        }
        catch (CheckpointException error)
        {
            throw new IOException("another process is publishing into the model's directory", error);
        }
    }

    /// <summary>Makes the directory of a version that is still to come, or takes over the one that is there.</summary>
    public static void Begin(string partial)
    {
        Directory.CreateDirectory(partial);
        File.WriteAllBytes(Path.Combine(partial, Marker), []);
    }

    /// <summary>Removes what an earlier try has brought and <paramref name="manifest"/> does not list.</summary>
    public static void Clear(string partial, CheckpointManifest manifest)
    {
        foreach (var file in new DirectoryInfo(partial).EnumerateFiles())
        {
            if (file.Name is not (Marker or CheckpointFiles.Manifest) && !manifest.Lists(file.Name))
                file.Delete();
        }
    }

    /// <summary>Makes a whole version one that is there: on the disk first, then by its name.</summary>
    public static void Finish(string partial)
    {
        DiskSync.Directory(partial);
        Directory.Move(partial, partial[..^CheckpointStore.PartialSuffix.Length]);
        DiskSync.Directory(Path.GetDirectoryName(partial)!);
    }

    /// <summary>Removes a model's versions that came from a bucket, but for <paramref name="kept"/>, and gives back their names.</summary>
    public static IReadOnlyList<string> RemoveBut(string root, string model, IReadOnlySet<string> kept)
    {
        var leaving = CheckpointStore.Versions(root, model)
            .Where(version => !kept.Contains(version) && File.Exists(Path.Combine(CheckpointStore.PathOf(root, model, version), Marker)))
            .ToList();
        if (leaving.Count == 0)
            return leaving;

        using var _ = Lock(Path.Combine(root, model));
        foreach (var path in leaving.Select(version => CheckpointStore.PathOf(root, model, version)))
        {
            Directory.Move(path, path + CheckpointStore.PartialSuffix);   // first, so that a half-removed version is never looked into
            Directory.Delete(path + CheckpointStore.PartialSuffix, recursive: true);
        }

        return leaving;
    }

    /// <summary>Removes what is left of downloads that nobody will go on with.</summary>
    public static void RemoveUnfinished(string root, string model, IReadOnlySet<string> wanted)
    {
        var parent = new DirectoryInfo(Path.Combine(root, model));
        var abandoned = parent.EnumerateDirectories("*" + CheckpointStore.PartialSuffix)
            .Where(partial => !wanted.Contains(partial.Name[..^CheckpointStore.PartialSuffix.Length]) && File.Exists(Path.Combine(partial.FullName, Marker)))
            .ToList();
        if (abandoned.Count == 0)
            return;

        using var _ = Lock(parent.FullName);
        abandoned.ForEach(partial => partial.Delete(recursive: true));
    }
}
