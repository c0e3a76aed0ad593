using System.Text;
using OpenTelemetry.Metrics;

namespace Seq2SeqService.Api.Monitoring;

/// <summary>Names as OpenTelemetry's rules for Prometheus make them: <c>nmt_request_time</c> in <c>s</c> becomes <c>nmt_request_time_seconds</c>, counters end in <c>_total</c>.</summary>
internal static class PrometheusName
{
    private static readonly Dictionary<string, string> Units = new()
    {
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["By"] = "bytes",
        ["1"] = "ratio",
    };

    public static string Of(Metric metric)
    {
        var name = Legal(metric.Name);
        if (Units.TryGetValue(metric.Unit, out var unit) && !name.EndsWith($"_{unit}", StringComparison.Ordinal))
            name += $"_{unit}";

        return IsCounter(metric.MetricType) && !name.EndsWith("_total", StringComparison.Ordinal) ? $"{name}_total" : name;
    }

    /// <summary>Letters, digits and underscores, not beginning with a digit.</summary>
    public static string Legal(string name)
    {
        var legal = new StringBuilder(name.Length);
        foreach (var letter in name)
            legal.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');

        return char.IsAsciiDigit(legal[0]) ? $"_{legal}" : legal.ToString();
    }

    public static bool IsCounter(MetricType type) => type is MetricType.LongSum or MetricType.DoubleSum;
}
