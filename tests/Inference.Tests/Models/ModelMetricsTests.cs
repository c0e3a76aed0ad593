using System.Diagnostics.Metrics;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Inference.Tests.Models;

public sealed class ModelMetricsTests : IAsyncDisposable
{
    private readonly string _model = $"model-{Guid.NewGuid():N}";   // the meter is the process' own; other tests count too
    private readonly Serving _serving = new();
    private readonly MeterListener _listener = new();
    private readonly List<(string Name, double Value, IReadOnlyList<object?> Tags)> _seen = [];

    public ModelMetricsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Instrumentation.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => See(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => See(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => See(instrument, value, tags));
        _listener.Start();
    }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return _serving.DisposeAsync();
    }

    [Fact]
    public void A_version_that_serves_and_one_that_is_refused_are_counted_and_timed()
    {
        _serving.Models.Publish(_model, "1");
        _serving.Store.Refresh();
        Assert.Equal([("served", 1), ("refused", 0)], Reloads());

        _serving.Engines.Certainty = double.NaN;
        _serving.Models.Publish(_model, "2");
        _serving.Store.Refresh();
        _serving.Store.Refresh();   // not tried again, so not counted again

        Assert.Equal([("served", 1), ("refused", 1)], Reloads());
        Assert.Equal(["served", "refused"], _seen.Where(seen => seen.Name == "nmt_reload_time").Select(seen => seen.Tags[1]));
    }

    [Fact]
    public void The_version_that_serves_is_shown_while_the_store_is_watched()
    {
        _serving.Models.Publish(_model, "1");
        _serving.Store.Refresh();

        using (new ModelGauges(_serving.Store))
        {
            _listener.RecordObservableInstruments();
            Assert.Equal([_model, "1", _serving.Only.Engine], Assert.Single(_seen, seen => seen.Name == "nmt_model_info").Tags);
            Assert.Equal(0, Assert.Single(_seen, seen => seen.Name == "nmt_waiting_age").Value);
        }

        _seen.Clear();
        _listener.RecordObservableInstruments();
        Assert.Empty(_seen);
    }

    private IEnumerable<(string Result, double Count)> Reloads() => _seen
        .Where(seen => seen.Name == "nmt_reloads")
        .GroupBy(seen => (string)seen.Tags[1]!)
        .Select(group => (group.Key, group.Sum(seen => seen.Value)));

    private void See(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0 || tags[0].Value as string != _model)
            return;

        lock (_seen)
            _seen.Add((instrument.Name, value, [.. tags.ToArray().Select(tag => tag.Value)]));
    }
}
