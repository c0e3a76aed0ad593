using System.Diagnostics;
using System.Globalization;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Objectives;
using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Ranks;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Speed;
using static TorchSharp.torch;

namespace Seq2SeqService.Benchmarks;

/// <summary>
/// Target tokens per second of one training step, ours against eager PyTorch on the same libtorch, BLAS settings, model and batches,
/// turn by turn in one run.
/// </summary>
internal static class TrainingBench
{
    private const int Rows = 96, Length = 24, Vocabulary = 8000, Steps = 8, Rounds = 3;

    private static readonly ModelConfig Config = new()
    {
        ModelType = ModelConfig.Marian, VocabularySize = Vocabulary, Width = 256, EncoderLayers = 4, DecoderLayers = 2,
        EncoderFeedForward = 1024, DecoderFeedForward = 1024, PadId = Vocabulary - 1, DecoderStartId = Vocabulary - 1,
    };

    public static int Run(string[] args)
    {
        var threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
        Console.WriteLine("| precision | threads | ours, tokens/s | PyTorch, tokens/s | ratio | ours, share of the matrix peak |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var precision in new[] { "fp32", "bf16" })
        {
            var (ours, theirs) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                ours.Add(Ours(threads, precision));
                theirs.Add(PyTorch(threads, precision));
            }

            var (a, b, peak) = (Median(ours), Median(theirs), Peak(threads, precision));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {precision} | {threads} | {a:N0} | {b:N0} | {a / b:F2} | {a * OperationsPerToken() / peak:P0} of {peak / 1e9:N0} GFLOP/s |"));
        }

        return 0;
    }

    /// <summary>Operations of the products of a step for each target token; as many source tokens.</summary>
    private static double OperationsPerToken()
    {
        using var network = NetworkFactory.Create(Config);
        return new TrainingCost(network).OperationsOf(Rows, Rows * Length, Rows * Length, Rows * Length) / (Rows * Length);
    }

    private static double Peak(int threads, string precision)
    {
        set_num_threads(threads);
        return MatrixPeak.Of(CPU, precision == "bf16" ? ScalarType.BFloat16 : ScalarType.Float32);
    }

    private static double Ours(int threads, string precision)
    {
        set_num_threads(threads);
        manual_seed(1);
        var objective = new Translation(Config.PadId, Config.DecoderStartId);
        using var network = NetworkFactory.Create(Config);
        using var adam = new Adam(network.named_parameters());
        var recipe = new Recipe { Training = new OptimizationRecipe { LearningRate = 1e-4, Precision = precision } };
        using var step = new TrainingStep(network, objective, adam, recipe, new OneRank());
        var random = new Random(1);
        EncodedPair[] pairs = [.. Enumerable.Range(0, Rows).Select(_ => new EncodedPair(Sentence(random), Sentence(random)))];

        var times = new List<double>();
        for (var i = 0; i <= Steps; i++)
        {
            using var batch = objective.Prepare(pairs, i + 1, CPU);
            var clock = Stopwatch.StartNew();
            step.Run(i + 1, batch);
            times.Add(clock.Elapsed.TotalSeconds);
        }

        return Rows * Length / Median(times[1..]);
    }

    private static double PyTorch(int threads, string precision)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "training_pytorch.py");
        var start = new ProcessStartInfo("/usr/bin/python3")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                script, Text(Rows), Text(Length), Text(Config.Width), Text(Config.EncoderFeedForward), Text(Config.EncoderLayers),
                Text(Config.DecoderLayers), Text(Vocabulary), Text(threads), Text(Steps), precision,
            },
        };
        // What the loader of our binding sets, and as there: what the user has set stays, or the sides would run on different kernels.
        start.Environment.TryAdd("OMP_WAIT_POLICY", "passive");
        if (System.Runtime.Intrinsics.X86.Avx512F.IsSupported)
            start.Environment.TryAdd("OPENBLAS_CORETYPE", "SkylakeX");
        start.Environment["OPENBLAS_NUM_THREADS"] = Text(threads);

        using var process = Process.Start(start) ?? throw new InvalidOperationException("python3 does not start.");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException("The PyTorch side failed: install python3-torch (Debian) for the comparison.");
    }

    private static int[] Sentence(Random random) =>
        [.. Enumerable.Range(0, Length - 1).Select(_ => random.Next(1, Vocabulary - 1)), 0];

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
