using System.Globalization;
using Seq2SeqService.Benchmarks.Machine;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>A row for every load, with what the service's meters counted meanwhile.</summary>
internal sealed class LoadTable(double deadline)
{
    public void PrintHead()
    {
        Console.WriteLine("| load | offered/s | answered/s | in time/s | p50 ms | p95 ms | p99 ms | tokens/s | errors | rows per step | sentences per encoding | padding efficiency |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---|---:|---:|---:|");
    }

    public void Print(string name, (LoadSummary Load, IReadOnlyDictionary<string, double> Meters) measured)
    {
        var load = measured.Load;
        Console.WriteLine(
            $"| {name} | {load.Offered:F1} | {load.Answered:F1} | {load.Goodput(deadline):F1} | {load.Latency(0.5):F0} | {load.Latency(0.95):F0} "
            + $"| {load.Latency(0.99):F0} | {load.TokensPerSecond:N0} | {load.Errors} "
            + $"| {Ratio("nmt_step_rows", "nmt_steps", "F1")} | {Ratio("nmt_sentences", "nmt_encoder_batches", "F1")} "
            + $"| {Ratio("nmt_source_tokens", "nmt_source_tokens_padded", "P0")} |");

        string Ratio(string instrument, string other, string format) =>
            measured.Meters.TryGetValue(instrument, out var total)
                ? (total / measured.Meters[other]).ToString(format, CultureInfo.InvariantCulture)
                : "–";
    }

    /// <summary>Medians of the rounds; a latency of 0.5 is half as long.</summary>
    public void PrintRatio(string name, IReadOnlyList<LoadSummary> loads, IReadOnlyList<LoadSummary> others)
    {
        Console.WriteLine(
            $"| **{name}** | | {Ratio(load => load.Answered)} | {Ratio(load => load.Goodput(deadline))} | {Ratio(load => load.Latency(0.5))} "
            + $"| {Ratio(load => load.Latency(0.95))} | {Ratio(load => load.Latency(0.99))} | {Ratio(load => load.TokensPerSecond)} | | | | |");

        string Ratio(Func<LoadSummary, double> value) => $"{loads.Zip(others, (load, other) => value(load) / value(other)).Median():F2}";
    }
}
