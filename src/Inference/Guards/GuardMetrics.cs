using System.Diagnostics.Metrics;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Guards;

/// <summary>Counts what the guards found, for whoever listens to the meter.</summary>
internal static class GuardMetrics
{
    private static readonly Meter Meter = new(SchedulerMetrics.MeterName);

    private static readonly Counter<long> Redecoded = Meter.CreateCounter<long>(
        "nmt_redecoded_sentences", "{sentence}", "Sentences that were decoded once more because a guard found fault with them.");

    private static readonly Counter<long> Warnings = Meter.CreateCounter<long>(
        "nmt_guard_warnings", "{warning}", "Faults that guards found, by code, and whether decoding once more mended them.");

    public static void Count(string model, IReadOnlyList<SentenceWarning> warnings)
    {
        if (warnings.Count == 0)
            return;

        Redecoded.Add(1, new KeyValuePair<string, object?>("model", model));
        foreach (var warning in warnings)
            Warnings.Add(1, new("model", model), new("code", warning.Code), new("mended", warning.Mended));
    }
}
