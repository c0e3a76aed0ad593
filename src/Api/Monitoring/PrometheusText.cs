using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Seq2SeqService.Api.Monitoring;

/// <summary>Metrics in Prometheus' text format 0.0.4, one family after another.</summary>
internal sealed class PrometheusText
{
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    public void Add(string name, Metric metric)
    {
        if (TypeOf(metric.MetricType) is not { } type)
            return;

        if (metric.Description.Length > 0)
            _text.Append("# HELP ").Append(name).Append(' ').Append(Escaped(metric.Description)).Append('\n');

        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
            Add(name, metric.MetricType, in point);
    }

    public override string ToString() => _text.ToString();

    /// <summary>Null for exponential histograms, of which the text format knows nothing; no instrument here is one.</summary>
    private static string? TypeOf(MetricType type) => type switch
    {
        MetricType.Histogram => "histogram",
        MetricType.ExponentialHistogram => null,
        _ => PrometheusName.IsCounter(type) ? "counter" : "gauge",
    };

    private void Add(string name, MetricType type, in MetricPoint point)
    {
        var labels = Labels(point.Tags);
        if (type == MetricType.Histogram)
            AddHistogram(name, labels, in point);
        else
            Line(name, labels, ValueOf(type, in point));
    }

    private static string ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => Number(point.GetSumLong()),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => Number(point.GetSumDouble()),
        MetricType.LongGauge => Number(point.GetGaugeLastValueLong()),
        _ => Number(point.GetGaugeLastValueDouble()),
    };

    private void AddHistogram(string name, string labels, in MetricPoint point)
    {
        long below = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            Line($"{name}_bucket", Joined(labels, $"le=\"{Number(bucket.ExplicitBound)}\""), Number(below));
        }

        Line($"{name}_sum", labels, Number(point.GetHistogramSum()));
        Line($"{name}_count", labels, Number(point.GetHistogramCount()));
    }

    private void Line(string name, string labels, string value)
    {
        _text.Append(name);
        if (labels.Length > 0)
            _text.Append('{').Append(labels).Append('}');

        _text.Append(' ').Append(value).Append('\n');
    }

    private static string Labels(ReadOnlyTagCollection tags)
    {
        var labels = "";
        foreach (var (key, value) in tags)
            labels = Joined(labels, $"{PrometheusName.Legal(key)}=\"{LabelValue(value)}\"");

        return labels;
    }

    private static string Joined(string labels, string label) => labels.Length == 0 ? label : $"{labels},{label}";

    private static string LabelValue(object? value) => value is bool flag
        ? flag ? "true" : "false"
        : Escaped(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "").Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString(CultureInfo.InvariantCulture);
}
