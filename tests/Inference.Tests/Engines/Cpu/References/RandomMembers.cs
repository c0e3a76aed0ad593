using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>
/// Members of the family at random: every pair of an encoder and a decoder and the prefix language model in turn,
/// with any context and attention, in small odd sizes.
/// </summary>
internal static class RandomMembers
{
    /// <summary>As many of the first as hold every choice.</summary>
    public const int Enough = 120;

    /// <summary>A number decides everything; what does not go together is drawn again.</summary>
    public static ModelConfig Of(int seed)
    {
        var random = new Random(seed);
        while (true)
        {
            var config = Draw(seed, random);
            if (!ModelCombinations.Faults(config).Any())
                return config;
        }
    }

    private static ModelConfig Draw(int seed, Random random)
    {
        var pair = seed % Turn;
        if (pair >= Kinds.Length * Kinds.Length)
            return Prefix(WithSwitches(Pair(LayerKind.Transformer, LayerKind.Transformer, random), random), random);

        var config = Pair(Kinds[pair % Kinds.Length], Kinds[pair / Kinds.Length], random);
        config = WithSwitches(config, random);
        if (!config.DecoderKind.IsRecurrent())
            return config;

        config = WithContext(config, Attentions[seed % Attentions.Length], random);
        return config.Context == ContextKind.States && config.EncoderKind == config.DecoderKind ? Mirrored(config) : config;
    }

    private static ModelConfig Pair(LayerKind encoder, LayerKind decoder, Random random)
    {
        var isMarian = (encoder, decoder) == (LayerKind.Transformer, LayerKind.Transformer);
        var vocabulary = random.Next(20, 300);
        var heads = random.Next(1, 4);
        return new ModelConfig
        {
            ModelType = isMarian ? ModelConfig.Marian : ModelConfig.EncoderDecoder,
            EncoderKind = encoder,
            DecoderKind = decoder,
            VocabularySize = vocabulary,
            PadId = vocabulary - 1,
            DecoderStartId = vocabulary - 1,
            Width = 2 * heads * random.Next(2, 10),
            EncoderHidden = random.Next(3, 30),
            DecoderHidden = heads * random.Next(2, 15),
            EncoderLayers = random.Next(1, 4),
            DecoderLayers = random.Next(1, 4),
            EncoderHeads = heads,
            DecoderHeads = heads,
            EncoderFeedForward = random.Next(5, 60),
            DecoderFeedForward = random.Next(5, 60),
            EncoderKernel = 1 + (2 * random.Next(3)),
            DecoderKernel = random.Next(1, 5),
            MaxPositions = 40,
        };
    }

    private static ModelConfig WithSwitches(ModelConfig config, Random random) => config with
    {
        BidirectionalEncoder = random.Next(2) == 0,
        ReverseSource = config.EncoderKind.IsRecurrent() && random.Next(2) == 0,
        NormalizeBefore = random.Next(2) == 0,
        ScaleEmbedding = random.Next(2) == 0,
        StaticPositions = random.Next(2) == 0,
        SharedEmbeddings = random.Next(2) == 0,
        TiedOutput = random.Next(2) == 0,
        Activation = Pick(random, ["relu", "gelu", "swish"]),
    };

    /// <summary>Source and target share the positions.</summary>
    private static ModelConfig Prefix(ModelConfig config, Random random) => config with
    {
        ModelType = ModelConfig.DecoderOnly,
        EncoderKind = LayerKind.Transformer,
        DecoderKind = LayerKind.Transformer,
        MaxPositions = 80,
        SharedEmbeddings = true,
        BidirectionalSource = random.Next(2) == 0,
    };

    /// <summary>States go from layer to layer between equals only.</summary>
    private static ModelConfig Mirrored(ModelConfig config) => config with
    {
        BidirectionalEncoder = false,
        EncoderLayers = config.DecoderLayers,
        EncoderHidden = config.DecoderHidden,
        ContextUses = [ContextUse.State],
    };

    private static ModelConfig WithContext(ModelConfig config, (AttentionKind Kind, bool Feeding) attention, Random random) => config with
    {
        Attention = attention.Kind,
        InputFeeding = attention.Feeding,
        Context = Pick(random, Enum.GetValues<ContextKind>()),
        ContextUses = [.. Enum.GetValues<ContextUse>().Where(_ => random.Next(2) == 0)],
        DecoderHidden = attention.Kind == AttentionKind.Dot ? config.EncoderOutputs : config.DecoderHidden,
    };

    private static readonly LayerKind[] Kinds = Enum.GetValues<LayerKind>();

    /// <summary>Every pair once, and two prefix language models.</summary>
    private static int Turn => (Kinds.Length * Kinds.Length) + 2;

    /// <summary>Every attention with and without input feeding, and some without attention; their number shares no divisor with a turn.</summary>
    private static readonly (AttentionKind Kind, bool Feeding)[] Attentions =
    [
        .. from kind in Enum.GetValues<AttentionKind>() where kind != AttentionKind.None from feeding in (bool[])[false, true] select (kind, feeding),
        .. Enumerable.Repeat((AttentionKind.None, false), 5),
    ];

    private static T Pick<T>(Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
