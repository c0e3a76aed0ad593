using System.Diagnostics.Metrics;
using System.Text.Json;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>
/// Adds up what the counters of the meter <c>Seq2SeqService.Inference</c> report in this process, and tells the processor time that it took.
/// </summary>
internal sealed class EngineMeters : IDisposable
{
    public const string ProcessorSeconds = "processor_seconds";

    private const string Meter = "Seq2SeqService.Inference";

    private readonly Dictionary<string, double> _totals = [];
    private readonly MeterListener _listener = new();

    public EngineMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Meter)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Add(instrument, value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument, value));
        _listener.Start();
    }

    public string ToJson()
    {
        lock (_totals)
        {
            _totals[ProcessorSeconds] = Environment.CpuUsage.TotalTime.TotalSeconds;
            return JsonSerializer.Serialize(_totals);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value)
    {
        lock (_totals)
            _totals[instrument.Name] = _totals.GetValueOrDefault(instrument.Name) + value;
    }
}
