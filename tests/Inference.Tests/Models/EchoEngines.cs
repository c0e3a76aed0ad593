using System.Collections.Concurrent;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Tests.Decoding;

namespace Seq2SeqService.Inference.Tests.Models;

/// <summary>Engines that say the source again. Their one weight is read as a real engine would read it, so that bad ones are refused.</summary>
internal sealed class EchoEngines : IEngineFactory
{
    public const string Weight = "model.shared.weight";
    public static readonly long[] WeightShape = [2, 3];

    private readonly ConcurrentDictionary<string, FakeEngine> _made = new();

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new();

    public string Name { get; init; } = "cpu";

    public int MaxPositions { get; set; } = 64;

    public bool HasAttention { get; init; } = true;

    public bool CanReplicate { get; init; }

    /// <summary>What they say is remembered.</summary>
    public bool IsBatchInvariant { get; init; }

    /// <summary>How often a checkpoint was asked for, the refused ones among them.</summary>
    public int Attempts { get; private set; }

    /// <summary>Runs while an engine is being made.</summary>
    public Action? WhileLoading { get; set; }

    /// <summary>The probability of a word, for models that answer nonsense.</summary>
    public double Certainty { get; set; } = 0.9;

    /// <summary>What is said instead of a source's tokens, for models that forget or go round in circles.</summary>
    public Func<int[], int[]> Says { get; set; } = source => source;

    /// <summary>The same for single versions.</summary>
    public Dictionary<string, Func<int[], int[]>> SaysAs { get; } = [];

    /// <summary>Completes when the engine of a version has been made.</summary>
    public Task Made(string version) => Signal(version).Task;

    /// <summary>The engine made for a version.</summary>
    public FakeEngine this[string version] => _made[version];

    public IEngine Create(Checkpoint checkpoint, InferenceOptions options)
    {
        Attempts++;
        WhileLoading?.Invoke();
        checkpoint.ReadWeights().Get(Weight, WeightShape);

        var config = checkpoint.Config;
        var certainty = Certainty;
        var engine = new FakeEngine((source, said) => Echo(SaysAs.GetValueOrDefault(checkpoint.Version, Says)([.. source.SkipWhile(id => id == TestModels.TagId)]), said, config.VocabularySize, certainty))
        {
            StartId = config.DecoderStartId,
            MaxPositions = MaxPositions,
            HasAttention = HasAttention,
            CanReplicate = CanReplicate,
            IsBatchInvariant = IsBatchInvariant,
        };

        _made[checkpoint.Version] = engine;
        Signal(checkpoint.Version).TrySetResult();
        return engine;
    }

    private TaskCompletionSource Signal(string version) =>
        _signals.GetOrAdd(version, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>The next token of the source, or with a small probability the one in front of it; the tag of the target language is not said.</summary>
    private static double[] Echo(int[] words, int[] said, int vocabulary, double certainty)
    {
        var next = said.Length < words.Length ? words[said.Length] : FakeEngine.Eos;
        var other = said.Length is > 0 && said.Length < words.Length ? words[said.Length - 1] : next;

        var probabilities = Enumerable.Repeat((1 - certainty) / 2 / vocabulary, vocabulary).ToArray();
        probabilities[other] += (1 - certainty) / 2;
        probabilities[next] += certainty;
        return probabilities;
    }
}
