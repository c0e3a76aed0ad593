namespace Seq2SeqService.Core.Checkpoints;

/// <summary>Reads, checks and writes <c>config.json</c>.</summary>
public static class ModelConfigFile
{
    /// <summary>Layers of one side that a checkpoint may have.</summary>
    public const int MaxLayers = 128;

    private const int MaxBytes = 1 << 20;
    private const int MaxVocabulary = 1 << 21;
    private const int MaxWidth = 1 << 14;
    private const int MaxFeedForward = 1 << 17;
    private const int MaxHeads = 256;
    private const int MaxPositions = 1 << 17;
    private const int MaxKernel = 1 << 10;
    private const double MaxParameters = 16e9;

    /// <summary>MarianMT has no such key and always the standard value; another one is written.</summary>
    private const string EpsilonKey = "layer_norm_eps";

    /// <summary>Keys that a MarianMT configuration does not have.</summary>
    private static readonly string[] FamilyKeys =
    [
        "encoder_type", "decoder_type", "encoder_hidden_size", "decoder_hidden_size", "bidirectional_encoder", "reverse_source", "encoder_kernel_size",
        "decoder_kernel_size", "context_type", "context_use", "attention_type", "input_feeding", "bidirectional_source",
    ];

    /// <summary>Reads and checks a configuration; a fault is a <see cref="CheckpointException"/> that names file and key.</summary>
    public static ModelConfig Read(string path)
    {
        var config = JsonFile.Read<ModelConfig>(path, MaxBytes);
        Check(config, Path.GetFileName(path));
        return config;
    }

    /// <summary>The text of <c>config.json</c>; a configuration that <see cref="Read"/> would refuse is refused here.</summary>
    public static byte[] ToBytes(ModelConfig config)
    {
        Check(config, CheckpointFiles.Config);

        string[] omitted =
        [
            .. config.ModelType == ModelConfig.Marian ? FamilyKeys : [],
            .. config.NormEpsilon == ModelConfig.StandardNormEpsilon ? [EpsilonKey] : Array.Empty<string>(),
        ];
        return JsonFile.ToBytes(config, omitted);
    }

    private static void Check(ModelConfig config, string file)
    {
        var limits = new Limits(file);
        limits.OneOf(
            "model_type", config.ModelType,
            ModelConfig.Marian, ModelConfig.EncoderDecoder, ModelConfig.DecoderOnly, ModelConfig.EncoderOnly);
        limits.OneOf("activation_function", config.Activation, "relu", "gelu", "swish", "silu");
        limits.Within("vocab_size", config.VocabularySize, 2, MaxVocabulary);
        limits.Within("d_model", config.Width, 1, MaxWidth);
        limits.Within("encoder_layers", config.EncoderLayers, 1, MaxLayers);
        limits.Within("decoder_layers", config.DecoderLayers, 1, MaxLayers);
        limits.Within("max_position_embeddings", config.MaxPositions, 1, MaxPositions);
        limits.Within("pad_token_id", config.PadId, 0, config.VocabularySize - 1);
        limits.Within("eos_token_id", config.EosId, 0, config.VocabularySize - 1);
        limits.Within("decoder_start_token_id", config.DecoderStartId, 0, config.VocabularySize - 1);
        limits.Within(EpsilonKey, config.NormEpsilon, 1e-12, 1);
        limits.Within("dropout", config.Dropout, 0, 1);
        limits.Within("activation_dropout", config.ActivationDropout, 0, 1);
        limits.Within("attention_dropout", config.AttentionDropout, 0, 1);

        limits.Within("encoder_attention_heads", config.EncoderHeads, 1, MaxHeads);
        limits.Within("decoder_attention_heads", config.DecoderHeads, 1, MaxHeads);
        limits.Within("encoder_ffn_dim", config.EncoderFeedForward, 1, MaxFeedForward);
        limits.Within("decoder_ffn_dim", config.DecoderFeedForward, 1, MaxFeedForward);
        limits.Within("encoder_hidden_size", config.EncoderHidden, 0, MaxWidth);
        limits.Within("decoder_hidden_size", config.DecoderHidden, 0, MaxWidth);
        limits.Within("encoder_kernel_size", config.EncoderKernel, 1, MaxKernel);
        limits.Within("decoder_kernel_size", config.DecoderKernel, 1, MaxKernel);
        if (ModelCombinations.Faults(config).FirstOrDefault() is { } fault)
            throw new CheckpointException($"{file}: {fault}");

        CheckSize(config, limits);
    }

    private static void CheckSize(ModelConfig config, Limits limits)
    {
        var parameters = Parameters(config);
        if (parameters > MaxParameters)
        {
            var rule = $"with the other sizes it makes {parameters:0.0e0} parameters, more than {MaxParameters:0.0e0}";
            throw limits.Fault("d_model", $"{config.Width}", rule);
        }
    }

    /// <summary>The largest matrices, roughly: embeddings, and in each layer 4 D² for attention, 2 D F, 8 H (D + H) for gates, 2 k H² for a convolution.</summary>
    private static double Parameters(ModelConfig config)
    {
        double width = config.Width;
        double Layer(LayerKind kind, double hidden, double feedForward, double kernel) => kind switch
        {
            LayerKind.Transformer => (4 * width * width) + (2 * width * feedForward),
            LayerKind.Conv => 2 * kernel * hidden * hidden,
            _ => 8 * hidden * (width + hidden),
        };

        return (width * config.VocabularySize)
            + (config.EncoderLayers * Layer(config.EncoderKind, config.EncoderHidden, config.EncoderFeedForward, config.EncoderKernel))
            + (config.DecoderLayers * Layer(config.DecoderKind, config.DecoderHidden, config.DecoderFeedForward, config.DecoderKernel));
    }
}
