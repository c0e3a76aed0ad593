using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>Members of the family at random: any encoder with any decoder, context and attention, in small odd sizes.</summary>
internal static class RandomMembers
{
    /// <summary>A number decides everything; what does not go together is drawn again.</summary>
    public static ModelConfig Of(int seed)
    {
        var random = new Random(seed);
        while (true)
        {
            var config = Draw(random);
            if (random.Next(8) == 0)
                config = Prefix(config, random);
            if (!ModelCombinations.Faults(config).Any())
                return config;
        }
    }

    private static ModelConfig Draw(Random random)
    {
        var (encoder, decoder) = (Pick(random, Kinds), Pick(random, Kinds));
        var isMarian = (encoder, decoder) == (LayerKind.Transformer, LayerKind.Transformer);
        var vocabulary = random.Next(20, 300);
        var heads = random.Next(1, 4);
        var config = new ModelConfig
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
        return WithSwitches(config.DecoderKind.IsRecurrent() ? WithContext(config, random) : config, random);
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

    private static ModelConfig WithContext(ModelConfig config, Random random)
    {
        var attention = Pick(random, Enum.GetValues<AttentionKind>());
        return config with
        {
            Attention = attention,
            InputFeeding = attention != AttentionKind.None && random.Next(2) == 0,
            Context = Pick(random, Enum.GetValues<ContextKind>()),
            ContextUses = [.. Enum.GetValues<ContextUse>().Where(_ => random.Next(2) == 0)],
            DecoderHidden = attention == AttentionKind.Dot ? config.EncoderOutputs : config.DecoderHidden,
        };
    }

    private static readonly LayerKind[] Kinds = Enum.GetValues<LayerKind>();

    private static T Pick<T>(Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
