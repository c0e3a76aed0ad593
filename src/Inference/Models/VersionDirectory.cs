using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Models;

/// <summary>The versions of one model on the disk.</summary>
internal sealed record VersionDirectory(string Root, string Model)
{
    /// <summary>Oldest first.</summary>
    public IReadOnlyList<string> Versions => CheckpointStore.Versions(Root, Model);

    public string PathOf(string version) => CheckpointStore.PathOf(Root, Model, version);

    public string ContentOf(string version) => DirectoryContent.Describe(PathOf(version));
}
