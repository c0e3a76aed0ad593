using System.Diagnostics.Metrics;
using System.Text.Json;

namespace Seq2SeqService.Inference.Models;

/// <summary>Counts what becomes of new versions, and how long it took to bring them into service or to find out why not.</summary>
internal static class ReloadMetrics
{
    private static readonly Meter Meter = new(Instrumentation.Name);

    private static readonly Counter<long> Reloads = Meter.CreateCounter<long>(
        "nmt_reloads", "{version}", "Versions by what became of them: served, refused, canary, promoted, rolledBack, activated.");

    private static readonly Histogram<double> ReloadTime = Meter.CreateHistogram(
        "nmt_reload_time", "s", "Time to verify, load, warm up and judge a version, or to refuse it.", tags: null, Instrumentation.Durations);

    public static void Count(string model, ModelEventKind kind)
    {
        foreach (var one in (ModelEventKind[])[ModelEventKind.Served, ModelEventKind.Refused])
            Reloads.Add(0, new("model", model), new("result", NameOf(one)));   // shown before they happen, or an alert would miss their first time

        Reloads.Add(1, new("model", model), new("result", NameOf(kind)));
    }

    /// <summary>A version was loaded, or refused.</summary>
    public static void Tried(string model, ModelEventKind kind, TimeSpan took) =>
        ReloadTime.Record(took.TotalSeconds, new("model", model), new("result", NameOf(kind)));

    private static string NameOf(ModelEventKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
