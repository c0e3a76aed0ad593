using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Networks;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Objectives;
using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Ranks;
using Seq2SeqService.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Tests.Toy;

/// <summary>
/// The toy of the field: write a sequence of symbols backwards. It asks for exact places and nothing else, so that a network whose attention,
/// positions or masks are wrong cannot learn it. Learned with libtorch, judged through the engine that serves.
/// </summary>
internal sealed record ReversalTask(int Symbols, int Longest, int Updates)
{
    private const int RowsOfBatch = 64;
    private const int JudgedSequences = 500;
    private const int EosId = 0;
    private const int PadId = 1;
    private const int FirstSymbol = 2;

    public int Vocabulary => FirstSymbol + Symbols;

    /// <summary>What every configuration of this task has in common.</summary>
    public ModelConfig Sized(ModelConfig config) => config with
    {
        VocabularySize = Vocabulary, PadId = PadId, EosId = EosId, DecoderStartId = PadId, Dropout = 0, MaxPositions = (2 * Longest) + 8,
    };

    /// <summary>Trains a network of this configuration and returns the share of unseen sequences that it writes backwards without a fault, greedily.</summary>
    public double Learn(ModelConfig config)
    {
        set_num_threads(1);
        manual_seed(1);
        using var network = NetworkFactory.Create(config);
        using var adam = new Adam(network.named_parameters());
        var objective = new Translation(PadId, PadId);
        var training = new OptimizationRecipe { LearningRate = 0.004, WarmupSteps = Updates / 8, CoolDownSteps = Updates / 2, Steps = Updates, LabelSmoothing = 0 };
        using var step = new TrainingStep(network, objective, adam, new Recipe { Training = training }, new OneRank());

        var random = new Random(1);
        for (var update = 1; update <= Updates; update++)
        {
            using var batch = objective.Prepare([.. Enumerable.Range(0, RowsOfBatch).Select(_ => Draw(random))], update, CPU);
            step.Run(update, batch);
        }

        return ExactMatches(config, new ModelWeights(NetworkWeights.Copy(network).ToDictionary(named => named.Name, named => named.Tensor)));
    }

    private double ExactMatches(ModelConfig config, ModelWeights weights)
    {
        using var engine = new CpuEngine(config, weights, new CpuEngineOptions { Threads = 1 });
        var random = new Random(2);
        var judged = Enumerable.Range(0, JudgedSequences).Select(_ => Draw(random)).ToList();
        var outputs = new SentenceTranslator("reversal", engine, config, new GenerationConfig())
            .Translate([.. judged.Select(pair => pair.Source)], new DecodingOptions { BeamSize = 1 }, CancellationToken.None);
        return judged.Zip(outputs).Count(pair => pair.Second[0].Tokens.SequenceEqual(pair.First.Target[..^1])) / (double)JudgedSequences;
    }

    private EncodedPair Draw(Random random)
    {
        var sequence = Enumerable.Range(0, random.Next(1, Longest + 1)).Select(_ => FirstSymbol + random.Next(Symbols)).ToArray();
        return new EncodedPair([.. sequence, EosId], [.. sequence.Reverse(), EosId]);
    }
}
