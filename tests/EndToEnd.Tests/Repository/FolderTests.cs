using System.Text.RegularExpressions;

namespace Seq2SeqService.EndToEnd.Tests.Repository;

public sealed partial class FolderTests
{
    // These names say where something lies, not what it is; they fill up with whatever nobody has placed.
    private static readonly string[] Nameless = ["Utils", "Util", "Utilities", "Helpers", "Helper", "Common", "Managers", "Misc"];

    private static readonly string[] TestsOfSeveralRooms = ["EndToEnd.Tests", "Benchmarks", "Reliability"];

    [Fact]
    public void A_namespace_is_its_folder()
    {
        var strays =
            from folder in (string[])["src", "tests"]
            from file in RepositoryFiles.Below(folder, ".cs")
            let found = Namespace().Match(RepositoryFiles.Read(file))
            where found.Success && !Fits(found.Groups["name"].Value, file)
            select $"{file} is in namespace {found.Groups["name"].Value}";

        Strays.AreNone(strays);
    }

    [Fact]
    public void Every_type_is_in_a_namespace()
    {
        var strays =
            from folder in (string[])["src", "tests"]
            from file in RepositoryFiles.Below(folder, ".cs")
            let text = RepositoryFiles.Read(file)
            where !Namespace().IsMatch(text) && TypeDeclaration().IsMatch(text)
            select file;

        Strays.AreNone(strays);
    }

    [Fact]
    public void No_folder_has_a_name_that_says_nothing() =>
        Strays.AreNone(RepositoryFiles.FoldersBelow(".").Where(folder => Nameless.Contains(Path.GetFileName(folder), StringComparer.OrdinalIgnoreCase)));

    [Fact]
    public void Tests_mirror_the_rooms()
    {
        var rooms = RepositoryFiles.FoldersOf("src");

        Assert.Equal(
            rooms.Select(room => $"{room}.Tests").Concat(TestsOfSeveralRooms).Order(StringComparer.Ordinal),
            RepositoryFiles.FoldersOf("tests"));
    }

    /// <summary>The binding keeps the namespaces of TorchSharp, for whose code it stands in.</summary>
    private static bool Fits(string name, string file) => file.StartsWith("src/Torch/", StringComparison.Ordinal)
        ? name == "TorchSharp" || name.StartsWith("TorchSharp.", StringComparison.Ordinal)
        : name == NamespaceOf(file);

    private static string NamespaceOf(string file) => "Seq2SeqService." + string.Join('.', file.Split('/')[1..^1]);

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^\s*((public|internal|file|sealed|static|abstract|partial|readonly|ref|unsafe)\s+)*(class|record|struct|interface|enum)\s+\w", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();
}
