using Seq2SeqService.Benchmarks.Machine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu;

namespace Seq2SeqService.Benchmarks.Engine;

/// <summary>
/// Whole-model decoding: encode a batch, then a fixed number of output tokens, greedy or by beams, on our engine and on libtorch over the
/// same weights, as a multiple of the machine's own roofline.
/// </summary>
internal static class EngineBench
{
    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        var (name, config, weights) = Model(arguments);
        MachineLine.Print();
        Console.WriteLine(
            $"{name}: source {arguments.Number("source", 20)} tokens, {arguments.Number("tokens", 24)} output tokens, vocabulary {config.VocabularySize}. "
            + "One thread is timed by its processor time, several by the clock.\n");
        if (!Roofline.Covers(config))
            Console.WriteLine("No roofline is known of this kind of network.\n");
        Console.WriteLine("| engine | threads | batch | beam | tokens/s | ms/sentence | spread | encode ms | × roofline | × torch | × one thread | torch's tokens |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");

        var contestants = Contestants(arguments, config, weights).ToList();
        foreach (var beam in arguments.Numbers("beam", "1,4"))
        {
            foreach (var batch in arguments.Numbers("batch", "1,8,32,64"))
            {
                var work = new Workload(batch, beam, arguments.Number("source", 20), arguments.Number("tokens", 24));
                Print(work, new Race(config, work, contestants).Run(arguments.Number("repeat", 5)));
            }
        }

        contestants.ForEach(contestant => contestant.Dispose());
        return 0;
    }

    private static (string Name, ModelConfig Config, ModelWeights Weights) Model(Arguments arguments)
    {
        if (arguments.Text("model", "") is { Length: > 0 } directory)
        {
            var checkpoint = Checkpoint.Open(directory);
            return ($"{checkpoint.Name} {checkpoint.Version}", checkpoint.Config, checkpoint.ReadWeights());
        }

        var shape = arguments.Text("shape", "student");
        var config = RandomWeights.Shape(shape);
        return (shape, config, RandomWeights.Of(config));
    }

    private static IEnumerable<Contestant> Contestants(Arguments arguments, ModelConfig config, ModelWeights weights)
    {
        var shortlist = arguments.Number("shortlist", 0) is > 0 and var tokens ? RandomWeights.Shortlist(config, tokens, arguments.Number("source", 20)) : null;
        var engines = arguments.Text("engine", "cpu").Split(',');
        var precisions = arguments.Text("precision", "fp32,int8").Split(',').Select(name => Enum.Parse<CpuPrecision>(name, ignoreCase: true)).ToList();
        foreach (var threads in arguments.Numbers("threads", "1,2"))
        {
            foreach (var precision in engines.Contains("cpu") ? precisions : [])
            {
                var options = new CpuEngineOptions { Threads = threads, Precision = precision };
                yield return Contestant.Cpu(config, weights, options);
                if (shortlist is not null)
                    yield return Contestant.Cpu(config, weights, options with { Shortlist = shortlist });
            }

            if (engines.Contains("torch"))
                yield return Contestant.Torch(config, weights, threads);
        }

        foreach (var precision in arguments.Number("replicas", 1) > 1 ? precisions : [])
            yield return Contestant.Replicas(config, weights, precision, arguments.Number("replicas", 1));
    }

    private static void Print(Workload work, IReadOnlyList<Result> results)
    {
        foreach (var result in results)
        {
            var torch = results.FirstOrDefault(other => other.Contestant.IsTorch && other.Contestant.Threads == result.Contestant.Threads);
            var single = results.FirstOrDefault(other => other.Contestant is { Threads: 1 } && other.Contestant.WeightBytes == result.Contestant.WeightBytes
                && other.Contestant.IsTorch == result.Contestant.IsTorch && other.Contestant.HasShortlist == result.Contestant.HasShortlist);
            Console.WriteLine(
                $"| {result.Contestant.Name} | {result.Contestant.Threads} | {work.Batch} | {work.Beam} | {result.TokensPerSecond:N0} "
                + $"| {result.Seconds * 1000 / result.Sentences:F2} | {result.Spread:P0} | {result.EncodeSeconds.Median() * 1000:F1} "
                + $"| {(result.OfRoofline.Count > 0 ? $"{result.OfRoofline.Median():F2}" : "–")} | {(torch is null ? "–" : $"{result.Faster(torch):F2}")} "
                + $"| {(single is null ? "–" : $"{result.Faster(single):F2}")} | {(torch is null || work.Beam > 1 ? "–" : $"{result.SameTokens(torch):P1}")} |");
        }
    }
}
