using System.Text.Json.Nodes;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Reliability.Reloads;

/// <summary>A model store of this program's own, to which it publishes variants of the bundled model.</summary>
internal sealed class TemporaryStore : IDisposable
{
    public const string Model = "en-de";

    private const int Sentinels = 8;   // the gate decodes them at every reload; a few keep a thousand reloads short

    /// <summary>Where the bundled model lies.</summary>
    public static string Bundled { get; } = CheckpointStore.PathOf(Repository.Models, Model, CheckpointStore.Versions(Repository.Models, Model)[^1]);

    /// <param name="root">Where it is to lie; without it in a directory of its own, which goes with it.</param>
    public TemporaryStore(string? root = null)
    {
        Root = root ?? Directory.CreateTempSubdirectory("store").FullName;
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    /// <summary>The sources of all sentinels of the bundled model: sentences that nobody made up for a test.</summary>
    public static IReadOnlyList<string> Sentences =>
        [.. File.ReadLines(Path.Combine(Bundled, CheckpointFiles.Sentinels)).Select(line => (string)JsonNode.Parse(line)!["source"]!)];

    public string PathOf(int version) => CheckpointStore.PathOf(Root, Model, $"{version}");

    /// <summary>Publishes the bundled model so that it decodes with this many beams: the same weights, other answers.</summary>
    public void Publish(int version, int beams) => CheckpointPublisher.Publish(Root, Model, Files(beams), $"{version}");

    /// <summary>Publishes the bundled model as it is, with all its files.</summary>
    public static void PublishWhole(string root, int version)
    {
        var names = Directory.GetFiles(Bundled).Where(path => Path.GetFileName(path) != CheckpointFiles.Manifest);
        CheckpointPublisher.Publish(root, Model, [.. names.Select(path => CheckpointFile.Copy(path))], $"{version}");
    }

    public void Remove(int version) => Directory.Delete(PathOf(version), recursive: true);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>All files but the card and the weights in fp32, which nobody reads where those in 8 bits are there.</summary>
    private static List<CheckpointFile> Files(int beams)
    {
        string[] copied = [CheckpointFiles.Config, CheckpointFiles.TokenizerConfig, CheckpointFiles.Int8Weights,
            CheckpointFiles.SourceSentencePiece, CheckpointFiles.TargetSentencePiece, CheckpointFiles.Vocabulary];
        var generation = JsonNode.Parse(File.ReadAllText(Path.Combine(Bundled, CheckpointFiles.Generation)))!;
        generation["num_beams"] = beams;
        return
        [
            .. copied.Select(name => CheckpointFile.Copy(Path.Combine(Bundled, name))),
            CheckpointFile.Of(CheckpointFiles.Generation, generation.ToJsonString()),
            CheckpointFile.Of(CheckpointFiles.Sentinels, string.Concat(File.ReadLines(Path.Combine(Bundled, CheckpointFiles.Sentinels)).Take(Sentinels).Select(line => line + "\n"))),
        ];
    }
}
