using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Benchmarks.Engine;

/// <summary>Members of the family with random weights: speed depends on shapes, not on what was learned.</summary>
internal static class RandomWeights
{
    public static ModelConfig Shape(string name) => name switch
    {
        "student" => Config(width: 256, feedForward: 1536, decoderLayers: 2),
        "base" => Config(width: 512, feedForward: 2048, decoderLayers: 6),
        "lstm" => Config(width: 256, layers: (2, 2), LayerKind.Lstm) with { Attention = AttentionKind.General, InputFeeding = true },
        "conv" => Config(width: 256, layers: (6, 3), LayerKind.Conv),
        "prefix" => Config(width: 512, feedForward: 2048, decoderLayers: 6) with { ModelType = ModelConfig.DecoderOnly },
        _ => throw new ArgumentException($"--shape {name} is not known; student, base, lstm, conv and prefix are."),
    };

    public static ModelWeights Of(ModelConfig config)
    {
        var random = new Random(1);
        return new ModelWeights(FamilyTensors.Of(config).ToDictionary(tensor => tensor.Name, tensor => Values(tensor.Shape, random)));
    }

    /// <summary>A shortlist that gives a source of <paramref name="sourceTokens"/> different tokens a list of about <paramref name="tokens"/>, a fifth of it the same for all.</summary>
    public static Shortlist Shortlist(ModelConfig config, int tokens, int sourceTokens)
    {
        var random = new Random(2);
        var own = (int)Math.Ceiling(0.8 * tokens / sourceTokens);
        return new Shortlist(
            [config.EosId, .. Enumerable.Range(1, Math.Max(0, (tokens / 5) - 1))],
            [.. Enumerable.Range(0, config.VocabularySize).Select(_ => Enumerable.Range(0, own).Select(_ => random.Next(config.VocabularySize)).ToArray())]);
    }

    private static WeightTensor Values(long[] shape, Random random)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
            values[i] = ((2 * random.NextSingle()) - 1) / MathF.Sqrt(shape.Length > 1 ? values.Length / shape[0] : values.Length);
        return new WeightTensor(shape, values);
    }

    private static ModelConfig Config(int width, int feedForward, int decoderLayers) => new()
    {
        ModelType = ModelConfig.Marian,
        VocabularySize = 32000,
        Width = width,
        EncoderLayers = 6,
        DecoderLayers = decoderLayers,
        EncoderFeedForward = feedForward,
        DecoderFeedForward = feedForward,
        PadId = 31999,
        DecoderStartId = 31999,
    };

    private static ModelConfig Config(int width, (int Encoder, int Decoder) layers, LayerKind kind) =>
        Config(width, feedForward: 0, layers.Decoder) with
        {
            ModelType = ModelConfig.EncoderDecoder,
            EncoderKind = kind,
            DecoderKind = kind,
            EncoderLayers = layers.Encoder,
            EncoderHidden = 512,
            DecoderHidden = 512,
        };
}
