using System.Diagnostics.Metrics;
using System.Text.Json;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>
/// Adds up what the counters of the meter <c>Seq2SeqService.Inference</c> report in this process, and tells what processor time it took and what its memory cost.
/// </summary>
internal sealed class EngineMeters : IDisposable
{
    public const string ProcessorSeconds = "processor_seconds";

    /// <summary>In which the collector let nothing else run.</summary>
    public const string PauseSeconds = "pause_seconds";

    public const string Collections = "collections";

    public const string AllocatedBytes = "allocated_bytes";

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
            _totals[PauseSeconds] = GC.GetTotalPauseDuration().TotalSeconds;
            _totals[Collections] = GC.CollectionCount(generation: 0);
            _totals[AllocatedBytes] = GC.GetTotalAllocatedBytes();
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
