using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>A small network with random weights, as a checkpoint would hold it.</summary>
internal sealed class RandomModel
{
    private readonly Dictionary<string, WeightTensor> _tensors = [];

    private RandomModel(ModelConfig config) => Config = config;

    public ModelConfig Config { get; }

    public ModelWeights Weights => new(_tensors);

    public IDictionary<string, WeightTensor> Tensors => _tensors;

    public static RandomModel Of(ModelConfig config, int seed = 1)
    {
        var model = new RandomModel(config);
        var random = new Random(seed);
        foreach (var (name, shape) in FamilyTensors.Of(config))
            model._tensors.Add(name, Values(shape, random));
        return model;
    }

    /// <summary>A sentence of random tokens that ends with the end-of-sentence token.</summary>
    public int[] Sentence(int length, Random random) =>
        [.. Enumerable.Range(0, length - 1).Select(_ => random.Next(2, Config.VocabularySize)), Config.EosId];

    private static WeightTensor Values(long[] shape, Random random)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        var inputs = shape.Skip(1).Aggregate(1L, (product, size) => product * size);   // that each output is a sum of
        var spread = shape.Length > 1 ? 1.5 / Math.Sqrt(inputs) : 0.5;
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(((2 * random.NextDouble()) - 1) * spread);
        return new WeightTensor(shape, values);
    }
}
