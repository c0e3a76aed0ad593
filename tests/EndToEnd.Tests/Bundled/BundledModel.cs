using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.EndToEnd.Tests.Repository;

namespace Seq2SeqService.EndToEnd.Tests.Bundled;

/// <summary>The model that comes with the repository, and sentences that it has not seen.</summary>
internal static class BundledModel
{
    public static string Store { get; } = RepositoryFiles.In("models");

    public static string Directory { get; } = CheckpointStore.PathOf(Store, "en-de", CheckpointStore.Versions(Store, "en-de")[^1]);

    /// <summary>English sentences and their German translations.</summary>
    public static IReadOnlyList<(string English, string German)> Sentences { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Bundled", "Data", "sentences.tsv")).Select(line => line.Split('\t')).Select(pair => (pair[0], pair[1])),
    ];
}
