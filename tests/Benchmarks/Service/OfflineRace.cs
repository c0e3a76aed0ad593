using Seq2SeqService.Benchmarks.Machine;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>The service under saturation against the engine that has all sentences at once: in turns, since a shared machine changes its mind.</summary>
internal static class OfflineRace
{
    private const int OfflineSentences = 1000;

    /// <summary>Hot code is compiled again beside the load, which takes a while on a busy machine.</summary>
    private const int WarmUpTurns = 2;

    public static void Run(ServiceOptions options, IReadOnlyList<string> sentences)
    {
        using var offline = new OfflinePass(options.Checkpoint(), options, [.. sentences.Take(OfflineSentences)]);
        offline.FindBest();

        using var scheduled = offline.Scheduled();
        scheduled.Measure();

        using var service = ServiceUnderLoad.Open(options, options.Store)[0];
        for (var turn = 0; turn < WarmUpTurns; turn++)
            Saturate();

        var (scheduling, clock, processor) = (new List<double>(), new List<double>(), new List<double>());
        Console.WriteLine($"\n## {options.TextFile ?? "made-up sentences"}, {options.Clients} clients at once\n");
        Console.WriteLine("| what | tokens/s | tokens per processor second | processors of the load generator | p50 ms | rows per step | sentences per encoding | paused | ms at once | KiB a sentence |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (var round = 0; round < options.Rounds; round++)
        {
            var engine = offline.Measure();
            Console.WriteLine($"| offline, batches of {offline.BestBatchTokens} | {engine.PerSecond:N0} | {engine.PerProcessorSecond:N0} | | | | | | | |");

            var joined = scheduled.Measure();
            Console.WriteLine($"| one engine behind the scheduler, no HTTP | {joined.PerSecond:N0} | {joined.PerProcessorSecond:N0} | | | | | | | |");

            var saturated = Saturate();
            var served = saturated.Throughput;
            Console.WriteLine(
                $"| service | {served.PerSecond:N0} | {served.PerProcessorSecond:N0} | {saturated.Generator:F2} | {saturated.Load.Latency(0.5):F0} "
                + $"| {saturated.Ratio("nmt_step_rows", "nmt_steps"):F1} | {saturated.Ratio("nmt_sentences", "nmt_encoder_batches"):F1} | {saturated.Paused:P1} | {saturated.Pause:F1} | {saturated.AllocatedKilobytes:F0} |");
            scheduling.Add(joined.PerProcessorSecond / engine.PerProcessorSecond);
            clock.Add(served.PerSecond / engine.PerSecond);
            processor.Add(served.PerProcessorSecond / engine.PerProcessorSecond);
        }

        Console.WriteLine($"| **scheduler / offline, median (spread)** | | {Ratio(scheduling)} | | | | | | | |");
        Console.WriteLine($"| **service / offline, median (spread)** | {Ratio(clock)} | {Ratio(processor)} | | | | | | | |");

        MeasuredLoad Saturate() => Saturation.Run(service, sentences, options.Clients, options.SaturationTime);

        static string Ratio(List<double> ratios) => $"{ratios.Median():P0} ({ratios.Spread():P0})";
    }
}
