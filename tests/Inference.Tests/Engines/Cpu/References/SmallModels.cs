using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>Shapes that reach every branch of the engine: odd widths, partial panels, several blocks of the vocabulary.</summary>
internal static class SmallModels
{
    public static ModelConfig Transformer { get; } = new()
    {
        ModelType = ModelConfig.Marian,
        VocabularySize = 53,
        Width = 24,
        EncoderLayers = 2,
        DecoderLayers = 2,
        EncoderHeads = 2,
        DecoderHeads = 4,
        EncoderFeedForward = 40,
        DecoderFeedForward = 48,
        MaxPositions = 40,
        PadId = 52,
        DecoderStartId = 52,
    };

    public static ModelConfig Gru { get; } = new()
    {
        ModelType = ModelConfig.Gru,
        VocabularySize = 53,
        Width = 20,
        HiddenSize = 28,
        EncoderLayers = 1,
        DecoderLayers = 1,
        MaxPositions = 40,
        PadId = 52,
        DecoderStartId = 52,
    };

    /// <summary>Every choice of both families, by a name that tests show.</summary>
    public static IReadOnlyDictionary<string, ModelConfig> All { get; } = new Dictionary<string, ModelConfig>
    {
        ["post-norm relu"] = Transformer,
        ["pre-norm relu"] = Transformer with { NormalizeBefore = true },
        ["post-norm gelu, several blocks of vocabulary"] = Transformer with { Activation = "gelu", VocabularySize = 600, DecoderLayers = 1 },
        ["pre-norm swish, untied"] = Transformer with { NormalizeBefore = true, Activation = "swish", TiedOutput = false },
        ["own embeddings on each side"] = Transformer with { SharedEmbeddings = false, ScaleEmbedding = false },
        ["own embeddings, untied, whole panels"] = Transformer with
        {
            SharedEmbeddings = false, TiedOutput = false, Width = 64, EncoderHeads = 4, EncoderFeedForward = 128, DecoderFeedForward = 128,
        },
        ["bidirectional gru"] = Gru,
        ["forward gru"] = Gru with { BidirectionalEncoder = false },
        ["two layers of gru, untied"] = Gru with { EncoderLayers = 2, DecoderLayers = 2, TiedOutput = false },
        ["gru with own embeddings, several blocks of vocabulary"] = Gru with
        {
            EncoderLayers = 2, DecoderLayers = 2, BidirectionalEncoder = false, SharedEmbeddings = false, VocabularySize = 600, HiddenSize = 32,
        },
    };

    public static TheoryData<string> Names => [.. All.Keys];
}
