using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Seq2SeqService.Api.Monitoring;

/// <summary>Collects all metrics when somebody asks for them, and gives them as Prometheus reads them.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly Lock _gate = new();
    private string _text = "";

    /// <summary>Set by the reader that this exporter is given to.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>The metrics of this moment; one scrape at a time.</summary>
    public string Scrape()
    {
        lock (_gate)
        {
            Collect?.Invoke(Timeout.Infinite);
            return _text;
        }
    }

    /// <summary>A meter that was disposed and made anew stands twice in the batch, and a family stands in the text once: the later one counts.</summary>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        var families = new OrderedDictionary<string, Metric>();
        foreach (var metric in batch)
            families[PrometheusName.Of(metric)] = metric;

        var text = new PrometheusText();
        foreach (var (name, metric) in families)
            text.Add(name, metric);

        _text = text.ToString();
        return ExportResult.Success;
    }
}
