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

    /// <summary>The widths of the rest of the family, with a GRU on both sides and additive attention.</summary>
    public static ModelConfig Recurrent { get; } = Transformer with
    {
        ModelType = ModelConfig.EncoderDecoder,
        Width = 20,
        EncoderLayers = 1,
        DecoderLayers = 1,
        EncoderKind = LayerKind.Gru,
        DecoderKind = LayerKind.Gru,
        EncoderHidden = 14,
        DecoderHidden = 28,
        Attention = AttentionKind.Additive,
    };

    private static ModelConfig Lstm { get; } = Recurrent with { EncoderKind = LayerKind.Lstm, DecoderKind = LayerKind.Lstm };

    private static ModelConfig Rnn { get; } = Recurrent with { EncoderKind = LayerKind.Rnn, DecoderKind = LayerKind.Rnn };

    public static ModelConfig Conv { get; } = Recurrent with
    {
        EncoderLayers = 2,
        DecoderLayers = 2,
        EncoderKind = LayerKind.Conv,
        DecoderKind = LayerKind.Conv,
        Attention = AttentionKind.None,
        StaticPositions = false,
    };

    /// <summary>Source and target share the positions, so that each has 40.</summary>
    public static ModelConfig Prefix { get; } = Transformer with { ModelType = ModelConfig.DecoderOnly, MaxPositions = 80 };

    /// <summary>Every choice of the family, by a name that tests show.</summary>
    public static IReadOnlyDictionary<string, ModelConfig> All { get; } = new Dictionary<string, ModelConfig>
    {
        ["post-norm relu"] = Transformer,
        ["pre-norm relu"] = Transformer with { NormalizeBefore = true },
        ["post-norm gelu, several blocks of vocabulary"] = Transformer with { Activation = "gelu", VocabularySize = 600, DecoderLayers = 1 },
        ["pre-norm swish, untied, another epsilon"] = Transformer with { NormalizeBefore = true, Activation = "swish", TiedOutput = false, NormEpsilon = 0.3 },
        ["own embeddings on each side, another epsilon"] = Transformer with { SharedEmbeddings = false, ScaleEmbedding = false, NormEpsilon = 0.3 },
        ["own embeddings, untied, whole panels"] = Transformer with
        {
            SharedEmbeddings = false, TiedOutput = false, Width = 64, EncoderHeads = 4, EncoderFeedForward = 128, DecoderFeedForward = 128,
        },
        ["learned positions"] = Transformer with { StaticPositions = false },
        ["gru, additive attention"] = Recurrent,
        ["two layers of gru, concat attention, untied"] = Recurrent with
        {
            EncoderLayers = 2, DecoderLayers = 2, Attention = AttentionKind.Concat, BidirectionalEncoder = false, TiedOutput = false,
        },
        ["two layers of lstm, general attention, input feeding"] = Lstm with
        {
            EncoderLayers = 2, DecoderLayers = 2, Attention = AttentionKind.General, InputFeeding = true,
        },
        ["lstm, dot attention, own embeddings, several blocks of vocabulary"] = Lstm with
        {
            Attention = AttentionKind.Dot, SharedEmbeddings = false, VocabularySize = 600, ContextUses = [],
        },
        ["rnn, multi-head attention, state from a weighted sum"] = Rnn with
        {
            Attention = AttentionKind.MultiHead, Context = ContextKind.WeightedSum,
        },
        ["rnn, scaled dot attention, input feeding"] = Rnn with { Attention = AttentionKind.ScaledDot, InputFeeding = true },
        ["two layers of lstm over the reversed source, last state"] = Lstm with
        {
            EncoderLayers = 2, DecoderLayers = 2, Attention = AttentionKind.None, BidirectionalEncoder = false, ReverseSource = true,
        },
        ["gru both ways over the reversed source, last state everywhere"] = Recurrent with
        {
            Attention = AttentionKind.None, ReverseSource = true, ContextUses = [ContextUse.State, ContextUse.Input, ContextUse.Output],
        },
        ["gru, weighted sum at the input"] = Recurrent with
        {
            Attention = AttentionKind.None, Context = ContextKind.WeightedSum, ContextUses = [ContextUse.Input],
        },
        ["lstm, transform at the output"] = Lstm with
        {
            Attention = AttentionKind.None, Context = ContextKind.Transform, ContextUses = [ContextUse.Output],
        },
        ["transformer to lstm, general attention, transformed state"] = Lstm with
        {
            EncoderKind = LayerKind.Transformer, EncoderLayers = 2, Attention = AttentionKind.General, Context = ContextKind.Transform, InputFeeding = true,
        },
        ["transformer to gru, last state at the input"] = Recurrent with
        {
            EncoderKind = LayerKind.Transformer, Attention = AttentionKind.None, ContextUses = [ContextUse.State, ContextUse.Input], NormalizeBefore = true,
        },
        ["lstm to transformer"] = Lstm with
        {
            DecoderKind = LayerKind.Transformer, DecoderLayers = 2, Attention = AttentionKind.None, StaticPositions = false,
        },
        ["conv"] = Conv,
        ["conv of wide and even kernels, own embeddings, sinusoids, untied"] = Conv with
        {
            EncoderKernel = 5, DecoderKernel = 4, SharedEmbeddings = false, StaticPositions = true, TiedOutput = false, EncoderLayers = 3,
        },
        ["conv of single tokens, several blocks of vocabulary"] = Conv with
        {
            EncoderKernel = 1, DecoderKernel = 1, DecoderLayers = 1, VocabularySize = 600,
        },
        ["conv to transformer"] = Conv with { DecoderKind = LayerKind.Transformer, NormalizeBefore = true },
        ["conv to gru, concat attention, state from the last output"] = Conv with { DecoderKind = LayerKind.Gru, Attention = AttentionKind.Concat },
        ["conv to lstm, multi-head attention, input feeding"] = Conv with
        {
            DecoderKind = LayerKind.Lstm, Attention = AttentionKind.MultiHead, InputFeeding = true,
        },
        ["transformer to conv"] = Conv with { EncoderKind = LayerKind.Transformer },
        ["lstm both ways to conv"] = Conv with { EncoderKind = LayerKind.Lstm, DecoderLayers = 3 },
        ["gru one way to conv, as wide as its embeddings"] = Conv with
        {
            EncoderKind = LayerKind.Gru, BidirectionalEncoder = false, EncoderHidden = 20,
        },
        ["prefix model"] = Prefix,
        ["prefix model, pre-norm gelu, causal source, untied"] = Prefix with
        {
            NormalizeBefore = true, Activation = "gelu", BidirectionalSource = false, TiedOutput = false,
        },
        ["prefix model of one layer, learned positions, unscaled"] = Prefix with
        {
            DecoderLayers = 1, StaticPositions = false, ScaleEmbedding = false, VocabularySize = 600,
        },
    };

    public static TheoryData<string> Names => [.. All.Keys];
}
