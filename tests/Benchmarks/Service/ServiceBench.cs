using Seq2SeqService.Benchmarks.Machine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>
/// The whole service over HTTP: what it can do at most, and how long callers wait at a share of that when sentences of mixed lengths arrive
/// at random. Latency counts from the moment a sentence was due, so that a service that falls behind cannot hide it.
/// </summary>
internal static class ServiceBench
{
    private const int Sentences = 5000, OfflineSentences = 1000, SingleTokens = 10, SingleCount = 500;

    public static int Run(string[] args)
    {
        var options = new ServiceOptions(new Arguments(args));
        var sentences = new SentenceMix(options.TextFile, options.Seed).Take(Sentences);
        MachineLine.Print();

        var offline = options.Offline ? PrintOffline(options, sentences) : double.NaN;
        var services = ServiceUnderLoad.Open(options);
        try
        {
            if (options.Single)
                SingleSentence.Print(services[0].Client, ShortSentence(options, sentences), SingleCount);
            else
                PrintLoads(options, services, sentences, offline);
        }
        finally
        {
            foreach (var service in services)
                service.Dispose();
        }

        return 0;
    }

    private static void PrintLoads(ServiceOptions options, IReadOnlyList<ServiceUnderLoad> services, IReadOnlyList<string> sentences, double offline)
    {
        var table = new LoadTable(options.Deadline);
        var capacities = new List<double>();
        Console.WriteLine($"\n## {options.TextFile ?? "made-up sentences"}, deadline {options.Deadline} ms\n");
        table.PrintHead();
        foreach (var service in services)
        {
            var saturated = service.Measure(client => Saturation.Run(client, sentences, options.Clients, options.SaturationTime));
            capacities.Add(saturated.Load.Answered);
            table.Print($"{service.Name}, {options.Clients} clients at once", saturated);
            if (options.Offline)
                Console.WriteLine($"| {service.Name} / offline engine | | | | | | | {saturated.Load.TokensPerSecond / offline:P0} | | | | |");
        }

        // The first service's capacity: where several are compared, the one that the others are to beat.
        var rate = options.Rate > 0 ? options.Rate : options.Load * capacities[0];
        var loads = services.ToDictionary(service => service, _ => new List<LoadSummary>());
        for (var round = 0; round < options.Rounds; round++)
        {
            var arrivals = PoissonArrivals.Of(rate, options.Duration, options.Seed + round);
            foreach (var service in services)
            {
                var measured = service.Measure(client => OpenLoad.Run(client, sentences, arrivals, options.Duration));
                loads[service].Add(measured.Load);
                table.Print($"{service.Name}, Poisson {rate:F1}/s", measured);
            }
        }

        foreach (var service in services.Skip(1))
            table.PrintRatio($"{service.Name} / {services[0].Name}", loads[service], loads[services[0]]);
    }

    private static double PrintOffline(ServiceOptions options, IReadOnlyList<string> sentences)
    {
        var engine = new CpuEngineOptions
        {
            Threads = int.Parse(options.Setting("Inference:Threads", "0"), System.Globalization.CultureInfo.InvariantCulture),
            Precision = Enum.Parse<CpuPrecision>(options.Setting("Inference:Precision", "fp32"), ignoreCase: true),
        };
        var (tokens, batch) = new OfflinePass(Model(options), engine, options.Translate).Best([.. sentences.Take(OfflineSentences)]);
        Console.WriteLine($"Offline, the engine reaches {tokens:N0} tokens/s at its best batch size, {batch} padded source tokens × beam.");
        return tokens;
    }

    private static string ShortSentence(ServiceOptions options, IReadOnlyList<string> sentences) => options switch
    {
        { Sentence.Length: > 0 } => options.Sentence,
        { Url: null } when Model(options) is var model =>
            sentences.First(sentence => model.Tokenizer.EncodeSource(sentence, options.Translate.Target).Length == SingleTokens),
        _ => "The children play in the garden.",
    };

    /// <summary>The newest version of the model in the store.</summary>
    private static Checkpoint Model(ServiceOptions options) => Checkpoint.Open(
        Directory.GetDirectories(Path.Combine(options.Store, options.Translate.Model!)).Order(StringComparer.Ordinal).Last());
}
