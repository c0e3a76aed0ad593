using System.Diagnostics;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;

namespace Seq2SeqService.Benchmarks;

/// <summary>Whole-model decoding on the CPU engine: encode a batch, then a fixed number of output tokens, greedy or by beams.</summary>
internal static class EngineBench
{
    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        var shape = arguments.Text("shape", "student");
        var config = RandomWeights.Shape(shape);
        var weights = RandomWeights.Of(config);
        Console.WriteLine($"{shape}, fp32, source {arguments.Number("source", 20)} tokens, {arguments.Number("tokens", 24)} output tokens\n");
        Console.WriteLine("| threads | batch | beam | tokens/s | ms/sentence | spread | tokens/processor second | encode ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");

        foreach (var threads in arguments.Numbers("threads", "1,2"))
        {
            var start = Stopwatch.GetTimestamp();
            using var engine = new CpuEngine(config, weights, new CpuEngineOptions { Threads = threads });
            Console.Error.WriteLine($"packed in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms");
            foreach (var batch in arguments.Numbers("batch", "1,8,32"))
            {
                foreach (var beam in arguments.Numbers("beam", "1,4"))
                    Report(engine, config, arguments, threads, batch, beam);
            }
        }

        return 0;
    }

    private static void Report(CpuEngine engine, ModelConfig config, Arguments arguments, int threads, int batch, int beam)
    {
        var random = new Random(batch);
        var length = arguments.Number("source", 20);
        int[][] sources = [.. Enumerable.Range(0, batch).Select(_ => (int[])
            [.. Enumerable.Range(1, length - 1).Select(_ => random.Next(2, config.VocabularySize - 1)), config.EosId])];
        var tokens = arguments.Number("tokens", 24);
        var repeat = arguments.Number("repeat", 3);

        var (encoding, _, _) = Median.Of(repeat, () => engine.Encode(sources).Dispose());
        var (seconds, spread, used) = Median.Of(repeat, () => Decode(engine, config, sources, beam, tokens));

        Console.WriteLine(
            $"| {threads} | {batch} | {beam} | {batch * tokens / seconds:N0} | {seconds * 1000 / batch:F2} | {spread:P0} "
            + $"| {batch * tokens / used:N0} | {encoding * 1000:F2} |");
    }

    private static void Decode(CpuEngine engine, ModelConfig config, int[][] sources, int beam, int tokens)
    {
        using var state = engine.Encode(sources);
        var output = new StepOutput();
        state.Step(new StepInput { Tokens = [.. sources.Select(_ => config.DecoderStartId)], Candidates = 2 * beam }, output);
        var rows = sources.Length * beam;
        var input = new StepInput { Tokens = new int[rows], Candidates = 2 * beam };
        var parents = new int[rows];
        var scores = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            parents[row] = row / beam;
            input.Tokens[row] = output.Ids[(row / beam * 2 * beam) + (row % beam)];
            scores[row] = output.LogProbabilities[(row / beam * 2 * beam) + (row % beam)];
        }

        for (var t = 1; t < tokens; t++)
        {
            state.Select(parents);
            state.Step(input, output);
            Choose(input, output, parents, scores, beam);
        }
    }

    /// <summary>The best of every sentence's beam × 2·beam continuations go on.</summary>
    private static void Choose(StepInput input, StepOutput output, int[] parents, float[] scores, int beam)
    {
        var width = 2 * beam * beam;
        Span<float> totals = stackalloc float[width];
        Span<float> chosen = stackalloc float[beam];
        for (var first = 0; first < parents.Length; first += beam)
        {
            for (var i = 0; i < width; i++)
                totals[i] = scores[first + (i / (2 * beam))] + output.LogProbabilities[(first * 2 * beam) + i];

            for (var row = 0; row < beam; row++)
            {
                var best = 0;
                for (var i = 1; i < width; i++)
                    best = totals[i] > totals[best] ? i : best;

                chosen[row] = totals[best];
                parents[first + row] = first + (best / (2 * beam));
                input.Tokens[first + row] = output.Ids[(first * 2 * beam) + best];
                totals[best] = float.NegativeInfinity;
            }

            chosen.CopyTo(scores.AsSpan(first, beam));
        }
    }
}
