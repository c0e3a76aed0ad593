using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>Refuses configurations that no weights could satisfy, by the names of the fields in <c>config.json</c>.</summary>
internal static class ConfigGuard
{
    public static void Check(ModelConfig config)
    {
        Positive("vocab_size", config.VocabularySize);
        Positive("d_model", config.Width);
        Positive("encoder_layers", config.EncoderLayers);
        Positive("decoder_layers", config.DecoderLayers);
        Positive("max_position_embeddings", config.MaxPositions);
        switch (config.ModelType)
        {
            case ModelConfig.Gru:
                Positive("hidden_size", config.HiddenSize);
                break;
            case ModelConfig.Marian:
                CheckHeads("encoder_attention_heads", config.EncoderHeads, config.Width);
                CheckHeads("decoder_attention_heads", config.DecoderHeads, config.Width);
                Positive("encoder_ffn_dim", config.EncoderFeedForward);
                Positive("decoder_ffn_dim", config.DecoderFeedForward);
                break;
            default:
                throw new CheckpointException(
                    $"config.json: model_type '{config.ModelType}' is not served by the CPU engine; '{ModelConfig.Marian}' and '{ModelConfig.Gru}' are.");
        }
    }

    private static void CheckHeads(string field, int heads, int width)
    {
        Positive(field, heads);
        if (width % heads != 0)
            throw new CheckpointException($"config.json: d_model {width} is not divisible by {field} {heads}.");
    }

    private static void Positive(string field, int value)
    {
        if (value <= 0)
            throw new CheckpointException($"config.json: {field} is {value}; it must be positive.");
    }
}
