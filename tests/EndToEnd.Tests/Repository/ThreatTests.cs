using System.Text.RegularExpressions;

namespace Seq2SeqService.EndToEnd.Tests.Repository;

/// <summary>The table of threats in SECURITY.md names tests, and they exist.</summary>
public sealed partial class ThreatTests
{
    /// <summary>The places that call out: the health check of the service beside it, and the identity provider of the settings.</summary>
    private static readonly string[] Callers = ["src/Api/Hosting/Healthcheck.cs", "src/Api/Access/Tokens/IssuerKeys.cs"];

    [Fact]
    public void Every_row_names_tests_that_exist()
    {
        var tests = RepositoryFiles.Below("tests", ".cs")
            .SelectMany(file => Test().Matches(RepositoryFiles.Read(file)).Select(match => $"{Path.GetFileNameWithoutExtension(file)}.{match.Groups["name"].Value}")).ToHashSet();
        var rows = Row().Matches(RepositoryFiles.Read("SECURITY.md")).Select(row => (Number: row.Groups["number"].Value, Named: Named().Matches(row.Value).Select(match => match.Groups["test"].Value).ToList())).ToList();

        Assert.Equal(Enumerable.Range(1, 10).Select(number => $"{number}"), rows.Select(row => row.Number));
        Assert.All(rows, row => Assert.NotEmpty(row.Named));
        Strays.AreNone(rows.SelectMany(row => row.Named).Where(test => !tests.Contains(test)));
    }

    [Fact]
    public void What_serves_calls_no_other_address() =>
        Strays.AreNone(
            from folder in (string[])["src/Api", "src/Inference", "src/Core"]
            from file in RepositoryFiles.Below(folder, ".cs")
            where Outgoing().IsMatch(RepositoryFiles.Read(file)) && !Callers.Contains(file)
            select file);

    [GeneratedRegex(@"^\| API(?<number>\d+) .*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<test>\w+Tests\.\w+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"public (?:async Task|Task|void) (?<name>\w+)\(")]
    private static partial Regex Test();

    [GeneratedRegex(@"\b(HttpClient|HttpWebRequest|WebClient|TcpClient|UdpClient)\b|new Socket\(")]
    private static partial Regex Outgoing();
}
