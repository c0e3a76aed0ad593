using System.Text.RegularExpressions;

namespace Seq2SeqService.EndToEnd.Tests.Repository;

public sealed partial class SourceTests
{
    private const int MaxLines = 400;

    private static readonly string[] Folders = ["src", "tests", "scripts", "docker"];

    private static readonly string[] Languages = [".cs", ".cpp", ".h", ".cu", ".sh", ".js", ".py", ".css", ".html"];

    private static IEnumerable<string> Sources =>
        Folders.Where(folder => Directory.Exists(RepositoryFiles.In(folder))).SelectMany(folder => RepositoryFiles.Below(folder, Languages));

    [Fact]
    public void No_file_is_longer_than_400_lines()
    {
        var tooLong = Sources
            .Select(file => (File: file, RepositoryFiles.Lines(file).Length))
            .Where(found => found.Length > MaxLines)
            .Select(found => $"{found.File} has {found.Length} lines");

        Assert.NotEmpty(Sources);
        Strays.AreNone(tooLong);
    }

    [Fact]
    public void What_is_left_to_do_names_its_issue()
    {
        var nameless =
            from file in Sources
            from line in RepositoryFiles.Lines(file).Select((text, index) => (Text: text, Number: index + 1))
            where LeftToDo().IsMatch(line.Text)
            select $"{file}:{line.Number}";

        Strays.AreNone(nameless);
    }

    // Written so that it does not find itself.
    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E)\b(?!\s*\(?#\d+)")]
    private static partial Regex LeftToDo();
}
