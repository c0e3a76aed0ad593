using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Seq2SeqService.EndToEnd.Tests.Repository;

namespace Seq2SeqService.EndToEnd.Tests.Monitoring;

/// <summary>What the dashboard asks Prometheus.</summary>
internal static partial class Dashboard
{
    /// <summary>Panels and their expressions, with values in place of Grafana's variables.</summary>
    public static IReadOnlyList<(string Panel, string Expression)> Expressions { get; } =
    [
        .. from panel in JsonNode.Parse(RepositoryFiles.Read("docker/grafana/dashboards/seq2seqservice.json"))!["panels"]!.AsArray()
           where (string?)panel!["type"] != "row"
           from target in panel["targets"]!.AsArray()
           select ((string)panel["title"]!, Filled((string)target!["expr"]!)),
    ];

    /// <summary>The metrics that an expression names.</summary>
    public static IEnumerable<string> MetricsOf(string expression) => Metric().Matches(expression).Select(match => match.Value).Distinct();

    private static string Filled(string expression) => expression
        .Replace("$__rate_interval", "1m", StringComparison.Ordinal)
        .Replace("$model", ".*", StringComparison.Ordinal);

    [GeneratedRegex(@"\b(up|(nmt|dotnet|http_server)_\w+)\b")]
    private static partial Regex Metric();
}
