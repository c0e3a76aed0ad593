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

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new PrometheusText();
        foreach (var metric in batch)
            text.Add(metric);

        _text = text.ToString();
        return ExportResult.Success;
    }
}
