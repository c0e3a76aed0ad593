using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.EndToEnd.Tests.Bundled;

/// <summary>The model that comes with the repository, and sentences that it has not seen.</summary>
internal static class BundledModel
{
    public static string Store { get; } = Path.Combine(RepositoryRoot(), "models");

    public static string Directory { get; } = CheckpointStore.PathOf(Store, "en-de", CheckpointStore.Versions(Store, "en-de")[^1]);

    /// <summary>English sentences and their German translations.</summary>
    public static IReadOnlyList<(string English, string German)> Sentences { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Bundled", "Data", "sentences.tsv")).Select(line => line.Split('\t')).Select(pair => (pair[0], pair[1])),
    ];

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Seq2SeqService.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The tests run from inside the repository.");
    }
}
