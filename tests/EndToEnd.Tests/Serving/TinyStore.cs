using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.EndToEnd.Tests.Serving;

/// <summary>A model store in a temporary directory, with versions of <see cref="TinyModel"/>.</summary>
internal sealed class TinyStore : IDisposable
{
    public const string Model = "tiny";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("serving-");

    public string Root => Path.Combine(_directory.FullName, "models");

    // Beside the store, so that a version can be spoilt before a rename makes it visible.
    private string Workshop => Path.Combine(_directory.FullName, "workshop");

    /// <summary>Publishes a version; its number is the seed of its weights.</summary>
    public void Publish(int version, string model = Model) => CheckpointPublisher.Publish(Root, model, TinyModel.Contents(version), Name(version));

    /// <summary>Publishes a version of which something is wrong from the first moment on.</summary>
    /// <param name="change">What is written.</param>
    /// <param name="damage">What happens to the directory afterwards.</param>
    public void PublishFaulty(int version, Func<CheckpointContents, CheckpointContents> change, Action<string> damage)
    {
        damage(CheckpointPublisher.Publish(Workshop, Model, change(TinyModel.Contents(version)), Name(version)).Directory);
        Directory.Move(CheckpointStore.PathOf(Workshop, Model, Name(version)), PathOf(version));
    }

    public string PathOf(int version) => CheckpointStore.PathOf(Root, Model, Name(version));

    public void Dispose() => _directory.Delete(recursive: true);

    private static string Name(int version) => $"{version}";
}
