using Seq2SeqService.Benchmarks.Machine;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>
/// The whole service over HTTP: what it can do at most, and how long callers wait at a share of that when sentences of mixed lengths arrive
/// at random. Latency counts from the moment a sentence was due, so that a service that falls behind cannot hide it.
/// </summary>
internal static class ServiceBench
{
    private const int Sentences = 5000, SingleTokens = 10, SingleCount = 500;

    public static int Run(string[] args)
    {
        var options = new ServiceOptions(new Arguments(args));
        var sentences = new SentenceMix(options.TextFile, options.Seed).Take(Sentences);
        MachineLine.Print();

        if (options.Offline)
            OfflineRace.Run(options, sentences);
        else
            Run(options, sentences);
        return 0;
    }

    private static void Run(ServiceOptions options, IReadOnlyList<string> sentences)
    {
        using var random = options.Shape.Length > 0 ? new RandomStore(options.Shape, options.Checkpoint()) : null;
        var services = ServiceUnderLoad.Open(options, random?.Root ?? options.Store);
        try
        {
            if (options.Single)
                PrintSingle(options, services, sentences);
            else
                PrintLoads(options, services, sentences);
        }
        finally
        {
            foreach (var service in services)
                service.Dispose();
        }
    }

    private static void PrintSingle(ServiceOptions options, IReadOnlyList<ServiceUnderLoad> services, IReadOnlyList<string> sentences)
    {
        foreach (var service in services)
            Saturation.Run(service, sentences, options.Clients, options.SaturationTime);   // warms up: hot code is compiled again

        var sentence = ShortSentence(options, sentences);
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var service in services)
                SingleSentence.Print(service, sentence, SingleCount);
        }
    }

    private static void PrintLoads(ServiceOptions options, IReadOnlyList<ServiceUnderLoad> services, IReadOnlyList<string> sentences)
    {
        var table = new LoadTable(options.Deadline);
        Console.WriteLine($"\n## {options.TextFile ?? "made-up sentences"}, deadline {options.Deadline} ms\n");
        table.PrintHead();
        var saturated = InTurns(service => Saturation.Run(service, sentences, options.Clients, options.SaturationTime), $"{options.Clients} clients at once");
        if (options.Duration == TimeSpan.Zero)
            return;

        var loadOf = services.First(service => options.LoadOf is null || service.Name == options.LoadOf);
        var rate = options.Rate > 0 ? options.Rate : options.Load * saturated[loadOf].Select(measured => measured.Load.Answered).Median();
        var arrivals = Enumerable.Range(options.Seed, options.Rounds).Select(seed => PoissonArrivals.Of(rate, options.Duration, seed)).ToList();
        var turn = 0;
        InTurns(
            service => service.Measure(() => OpenLoad.Run(service.Client, sentences, arrivals[turn++ / services.Count], options.Duration)),
            $"Poisson {rate:F1}/s");

        // A round is a turn of every service, so that a neighbour on the machine disturbs all of them.
        Dictionary<ServiceUnderLoad, List<MeasuredLoad>> InTurns(Func<ServiceUnderLoad, MeasuredLoad> load, string name)
        {
            var loads = services.ToDictionary(service => service, _ => new List<MeasuredLoad>());
            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var service in services)
                {
                    loads[service].Add(load(service));
                    table.Print($"{service.Name}, {name}", loads[service][^1]);
                }
            }

            foreach (var service in services.Skip(1))
                table.PrintRatio($"{service.Name} / {services[0].Name}", loads[service], loads[services[0]]);
            return loads;
        }
    }

    private static string ShortSentence(ServiceOptions options, IReadOnlyList<string> sentences) => options switch
    {
        { Sentence.Length: > 0 } => options.Sentence,
        { Url: null } when options.Checkpoint() is var model =>
            sentences.First(sentence => model.Tokenizer.EncodeSource(sentence, options.Translate.Target).Length == SingleTokens),
        _ => "The children play in the garden.",
    };
}
