using System.Text.RegularExpressions;

namespace Seq2SeqService.EndToEnd.Tests.Repository;

/// <summary>Whoever watches the service reads one table; it has every metric that the code has, and no other.</summary>
public sealed partial class DocumentedMetricsTests
{
    private const string Operations = "docs/operations.md";

    private static IReadOnlyList<string> Metrics { get; } =
    [
        .. RepositoryFiles.Below("src", ".cs").SelectMany(file => Instrument().Matches(RepositoryFiles.Read(file))).Select(match => match.Groups["name"].Value).Distinct(),
    ];

    [Fact]
    public void Every_metric_is_in_the_table()
    {
        var document = RepositoryFiles.Read(Operations);

        Assert.NotEmpty(Metrics);
        Strays.AreNone(Metrics.Where(metric => !document.Contains($"| `{metric}` |", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_table_has_no_metric_that_is_not_there() =>
        Strays.AreNone(Row().Matches(RepositoryFiles.Read(Operations)).Select(match => match.Groups["name"].Value).Except(Metrics));

    [GeneratedRegex(@"Create\w+(<\w+>)?\(\s*""(?<name>nmt_\w+)""")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"^\| `(?<name>nmt_\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
