namespace Seq2SeqService.Core.Checkpoints;

/// <summary>Reads, checks and writes <c>config.json</c>.</summary>
public static class ModelConfigFile
{
    private const int MaxBytes = 1 << 20;
    private const int MaxVocabulary = 1 << 21;
    private const int MaxWidth = 1 << 14;
    private const int MaxFeedForward = 1 << 17;
    private const int MaxLayers = 128;
    private const int MaxHeads = 256;
    private const int MaxPositions = 1 << 17;
    private const double MaxParameters = 16e9;

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

        // Python's transformers takes "hidden_size" of a Marian model for another name of "d_model".
        return config.ModelType == ModelConfig.Marian
            ? JsonFile.ToBytes(config, "hidden_size", "bidirectional_encoder")
            : JsonFile.ToBytes(config);
    }

    private static void Check(ModelConfig config, string file)
    {
        var limits = new Limits(file);
        limits.OneOf("model_type", config.ModelType, ModelConfig.Marian, ModelConfig.Gru);
        limits.OneOf("activation_function", config.Activation, "relu", "gelu", "swish", "silu");
        limits.Within("vocab_size", config.VocabularySize, 2, MaxVocabulary);
        limits.Within("d_model", config.Width, 1, MaxWidth);
        limits.Within("encoder_layers", config.EncoderLayers, 1, MaxLayers);
        limits.Within("decoder_layers", config.DecoderLayers, 1, MaxLayers);
        limits.Within("max_position_embeddings", config.MaxPositions, 1, MaxPositions);
        limits.Within("pad_token_id", config.PadId, 0, config.VocabularySize - 1);
        limits.Within("eos_token_id", config.EosId, 0, config.VocabularySize - 1);
        limits.Within("decoder_start_token_id", config.DecoderStartId, 0, config.VocabularySize - 1);
        limits.Within("dropout", config.Dropout, 0, 1);
        limits.Within("activation_dropout", config.ActivationDropout, 0, 1);
        limits.Within("attention_dropout", config.AttentionDropout, 0, 1);

        if (config.ModelType == ModelConfig.Marian)
            CheckTransformer(config, limits);
        else
            limits.Within("hidden_size", config.HiddenSize, 1, MaxWidth);
    }

    private static void CheckTransformer(ModelConfig config, Limits limits)
    {
        limits.Within("encoder_attention_heads", config.EncoderHeads, 1, MaxHeads);
        limits.Within("decoder_attention_heads", config.DecoderHeads, 1, MaxHeads);
        limits.Within("encoder_ffn_dim", config.EncoderFeedForward, 1, MaxFeedForward);
        limits.Within("decoder_ffn_dim", config.DecoderFeedForward, 1, MaxFeedForward);

        if (config.Width % config.EncoderHeads != 0)
            throw limits.Fault("encoder_attention_heads", $"{config.EncoderHeads}", $"it must divide 'd_model' ({config.Width})");
        if (config.Width % config.DecoderHeads != 0)
            throw limits.Fault("decoder_attention_heads", $"{config.DecoderHeads}", $"it must divide 'd_model' ({config.Width})");

        var parameters = Parameters(config);
        if (parameters > MaxParameters)
        {
            var rule = $"with the other sizes it makes {parameters:0.0e0} parameters, more than {MaxParameters:0.0e0}";
            throw limits.Fault("d_model", $"{config.Width}", rule);
        }
    }

    /// <summary>Matrices only: embedding, four attention projections a block, two feed-forward ones.</summary>
    private static double Parameters(ModelConfig config)
    {
        double width = config.Width;
        var encoder = 4 * width * width + 2 * width * config.EncoderFeedForward;
        var decoder = 8 * width * width + 2 * width * config.DecoderFeedForward;
        return width * config.VocabularySize + config.EncoderLayers * encoder + config.DecoderLayers * decoder;
    }
}
