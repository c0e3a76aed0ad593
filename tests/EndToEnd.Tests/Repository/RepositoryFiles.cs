namespace Seq2SeqService.EndToEnd.Tests.Repository;

/// <summary>The files of the repository as they lie in the working copy, without what builds and runs leave behind, and what others wrote.</summary>
internal static class RepositoryFiles
{
    private const string Marker = "Seq2SeqService.sln";

    private static readonly string[] NotOurs = ["artifacts", "bin", "obj", "node_modules", "runs", "TestResults", "RealPages"];

    public static string Root { get; } = FindRoot();

    /// <summary>Folders of <paramref name="parent"/>, by name.</summary>
    public static IReadOnlyList<string> FoldersOf(string parent) =>
        [.. OurFolders(In(parent)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>Paths of files below <paramref name="folder"/> with one of the endings, relative to the root, with forward slashes.</summary>
    public static IEnumerable<string> Below(string folder, params string[] endings) =>
        FilesBelow(In(folder))
            .Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
            .Select(Relative);

    /// <summary>Folders below <paramref name="folder"/>, as <see cref="Below"/> names them.</summary>
    public static IEnumerable<string> FoldersBelow(string folder) => AllFolders(In(folder)).Select(Relative);

    public static string In(string path) => Path.GetFullPath(path, Root);

    public static string Read(string path) => File.ReadAllText(In(path));

    public static string[] Lines(string path) => File.ReadAllLines(In(path));

    private static IEnumerable<string> FilesBelow(string folder) =>
        Directory.EnumerateFiles(folder).Concat(OurFolders(folder).SelectMany(FilesBelow));

    private static IEnumerable<string> AllFolders(string folder) =>
        OurFolders(folder).SelectMany(child => AllFolders(child).Prepend(child));

    private static IEnumerable<string> OurFolders(string folder) =>
        Directory.EnumerateDirectories(folder).Where(path => Path.GetFileName(path) is var name && name[0] != '.' && !NotOurs.Contains(name));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        string[] starts = [AppContext.BaseDirectory, Environment.CurrentDirectory];
        return starts.SelectMany(Ancestors).FirstOrDefault(folder => File.Exists(Path.Combine(folder, Marker)))
            ?? throw new InvalidOperationException($"{Marker} is neither above the tests nor above the working directory: run the tests from a clone.");
    }

    private static IEnumerable<string> Ancestors(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            yield return folder.FullName;
    }
}
