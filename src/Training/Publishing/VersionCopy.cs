using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Training.Publishing;

/// <summary>A new version of a published one: all files are the old version's, byte for byte, but for those that take another's place or are left out.</summary>
internal sealed class VersionCopy(Checkpoint published)
{
    /// <summary>The model card of the old version, or the beginning of one.</summary>
    public string Card =>
        published.Files.Contains(CheckpointFiles.ModelCard) ? File.ReadAllText(PathOf(CheckpointFiles.ModelCard)) : $"# {published.Name}\n";

    /// <param name="changed">Files that are new, or in place of those of the same name.</param>
    /// <param name="dropped">Names of files that the new version lacks.</param>
    public Checkpoint Publish(string store, string? version, IReadOnlyList<CheckpointFile> changed, params IEnumerable<string> dropped)
    {
        var kept = published.Files.Except(changed.Select(file => file.Name)).Except(dropped);
        return CheckpointPublisher.Publish(store, published.Name, [.. kept.Select(file => CheckpointFile.Copy(PathOf(file))), .. changed], version);
    }

    private string PathOf(string file) => Path.Combine(published.Directory, file);
}
