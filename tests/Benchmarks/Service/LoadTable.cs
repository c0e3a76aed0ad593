using Seq2SeqService.Benchmarks.Machine;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>A row for every load, with what the service's meters counted meanwhile.</summary>
internal sealed class LoadTable(double deadline)
{
    public void PrintHead()
    {
        Console.WriteLine("| load | offered/s | answered/s | in time/s | p50 ms | p95 ms | p99 ms | refused p50 ms | refused p99 ms | tokens/s | tokens per processor second | processors of the load generator | errors | rows per step | sentences per encoding | padding efficiency | paused | ms at once | KiB a sentence |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|---:|---:|---:|---:|---:|---:|");
    }

    public void Print(string name, MeasuredLoad measured)
    {
        var load = measured.Load;
        Console.WriteLine(
            $"| {name} | {load.Offered:F1} | {load.Answered:F1} | {load.Goodput(deadline):F1} | {load.Latency(0.5):F0} | {load.Latency(0.95):F0} "
            + $"| {load.Latency(0.99):F0} | {load.Refusal(0.5):F1} | {load.Refusal(0.99):F1} | {measured.Throughput.PerSecond:N0} | {measured.Throughput.PerProcessorSecond:N0} | {measured.Generator:F2} "
            + $"| {load.Errors} | {measured.Ratio("nmt_step_rows", "nmt_steps"):F1} | {measured.Ratio("nmt_sentences", "nmt_encoder_batches"):F1} "
            + $"| {measured.Ratio("nmt_source_tokens", "nmt_source_tokens_padded"):P0} | {measured.Paused:P1} | {measured.Pause:F1} | {measured.AllocatedKilobytes:F0} |");
    }

    /// <summary>Medians of the rounds; a latency of 0.5 is half as long.</summary>
    public void PrintRatio(string name, IReadOnlyList<MeasuredLoad> loads, IReadOnlyList<MeasuredLoad> others)
    {
        Console.WriteLine(
            $"| **{name}** | | {Ratio(load => load.Load.Answered)} | {Ratio(load => load.Load.Goodput(deadline))} | {Ratio(load => load.Load.Latency(0.5))} "
            + $"| {Ratio(load => load.Load.Latency(0.95))} | {Ratio(load => load.Load.Latency(0.99))} | | | {Ratio(load => load.Throughput.PerSecond)} "
            + $"| {Ratio(load => load.Throughput.PerProcessorSecond)} | | | | | | | | |");

        string Ratio(Func<MeasuredLoad, double> value) => $"{loads.Zip(others, (load, other) => value(load) / value(other)).Median():F2}";
    }
}
