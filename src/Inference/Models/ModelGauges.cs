using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Seq2SeqService.Inference.Models;

/// <summary>Shows what serves and how long sentences have waited, for as long as a store is watched. Asked only when somebody collects.</summary>
internal sealed class ModelGauges : IDisposable
{
    private static readonly Meter Meter = new(Instrumentation.Name);

    // One set of instruments for the process: stores come and go in tests, and an instrument that went with one would take the others' values along.
    private static readonly ConcurrentDictionary<ModelStore, bool> Watched = new();

    private static readonly ObservableGauge<int> Info = Meter.CreateObservableGauge(
        "nmt_model_info", Infos, unit: null, "Always 1: the version of each model that serves, and what computes it.");

    private static readonly ObservableGauge<double> WaitingAge = Meter.CreateObservableGauge(
        "nmt_waiting_age", Ages, "s", "Time that the oldest sentence in the waiting line has waited; 0 where none waits.");

    private readonly ModelStore _store;

    public ModelGauges(ModelStore store) => Watched.TryAdd(_store = store, true);

    public void Dispose() => Watched.TryRemove(_store, out _);

    private static IEnumerable<Measurement<int>> Infos() =>
        from store in Watched.Keys
        from model in store.Models
        where model.Version is not null
        select new Measurement<int>(1, new("model", model.Name), new("version", model.Version), new("engine", model.Engine));

    /// <summary>Several versions of a model have a line while an old one finishes what it began.</summary>
    private static IEnumerable<Measurement<double>> Ages() =>
        from store in Watched.Keys
        from model in store.Alive
        group model.Queue.OldestAge by model.Id.Name into ages
        select new Measurement<double>(ages.Max().TotalSeconds, new KeyValuePair<string, object?>("model", ages.Key));
}
