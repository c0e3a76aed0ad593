using System.Diagnostics.Metrics;
using System.Text.Json;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>Adds up what the instruments of the meter <c>Seq2SeqService.Inference</c> report in this process.</summary>
internal sealed class EngineMeters : IDisposable
{
    private const string Meter = "Seq2SeqService.Inference";

    private readonly Dictionary<string, MeterTotal> _totals = [];
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
            return JsonSerializer.Serialize(_totals);
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value)
    {
        lock (_totals)
        {
            var total = _totals.GetValueOrDefault(instrument.Name);
            _totals[instrument.Name] = new(total.Count + 1, total.Sum + value);
        }
    }
}

/// <summary>How often an instrument reported, and the sum of what it did.</summary>
internal readonly record struct MeterTotal(long Count, double Sum)
{
    public double Mean => Sum / Count;

    public MeterTotal Since(MeterTotal before) => new(Count - before.Count, Sum - before.Sum);
}
