using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Seq2SeqService.Training.Watching.Metrics;

/// <summary>
/// Hears what <see cref="TrainingMeter"/> measures, and gives it as Prometheus reads it (text format 0.0.4): gauges by their last value, counters
/// added up. Histograms it does not know; there are none. What a run said last stays when it has ended.
/// </summary>
internal sealed class MeterText : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);

    public MeterText()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TrainingMeter.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.Start();
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        lock (_gate)
        {
            foreach (var (name, family) in _families)
            {
                text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {family.Help}\n# TYPE {name} {(family.IsCounter ? "counter" : "gauge")}\n");
                foreach (var (labels, value) in family.Series)
                    text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {value}\n");
            }
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var isCounter = instrument is Counter<long> or Counter<int>;
        var labels = Labels(tags);
        lock (_gate)
        {
            var name = isCounter ? instrument.Name + "_total" : instrument.Name;
            if (!_families.TryGetValue(name, out var family))
                _families[name] = family = new Family(instrument.Description ?? "", isCounter, new(StringComparer.Ordinal));
            family.Series[labels] = isCounter ? family.Series.GetValueOrDefault(labels) + value : value;
        }
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (key, value) in tags)
            labels.Append(labels.Length == 0 ? "" : ",").Append(key).Append("=\"").Append(Escaped($"{value}")).Append('"');
        return labels.ToString();
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private sealed record Family(string Help, bool IsCounter, SortedDictionary<string, double> Series);
}
