using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Engines;

/// <summary>Refuses configurations that no weights could satisfy, by the names of the fields in <c>config.json</c>, or by what does not go together.</summary>
internal static class ConfigGuard
{
    public static void Check(ModelConfig config)
    {
        CheckType(config.ModelType);
        Positive("vocab_size", config.VocabularySize);
        Positive("d_model", config.Width);
        Positive("max_position_embeddings", config.MaxPositions);
        if (config.ModelType != ModelConfig.DecoderOnly)
            CheckEncoder(config);
        else if (config.MaxPositions < 2)
            throw new CheckpointException("config.json: max_position_embeddings is 1; source and target share them, so there must be two at least.");
        CheckDecoder(config);

        string[] faults = [.. ModelCombinations.Faults(config)];
        if (faults.Length > 0)
            throw new CheckpointException($"config.json: {string.Join(" ", faults)}");
    }

    private static void CheckEncoder(ModelConfig config)
    {
        Positive("encoder_layers", config.EncoderLayers);
        if (config.EncoderKind == LayerKind.Conv)
            Positive("encoder_kernel_size", config.EncoderKernel);
        if (config.EncoderKind != LayerKind.Transformer)
            return;

        Positive("encoder_attention_heads", config.EncoderHeads);
        Positive("encoder_ffn_dim", config.EncoderFeedForward);
    }

    private static void CheckDecoder(ModelConfig config)
    {
        Positive("decoder_layers", config.DecoderLayers);
        if (config.DecoderKind == LayerKind.Conv)
            Positive("decoder_kernel_size", config.DecoderKernel);
        if (config.DecoderKind == LayerKind.Transformer)
            Positive("decoder_ffn_dim", config.DecoderFeedForward);
        if (config.DecoderKind == LayerKind.Transformer || config.Attention == AttentionKind.MultiHead)
            Positive("decoder_attention_heads", config.DecoderHeads);
    }

    private static void CheckType(string type)
    {
        if (type == ModelConfig.EncoderOnly)
        {
            throw new CheckpointException(
                $"config.json: a model of the type '{type}' fills in masked tokens and translates nothing, so it cannot be served; it initialises the encoder of another model.");
        }

        if (type is not (ModelConfig.Marian or ModelConfig.EncoderDecoder or ModelConfig.DecoderOnly))
        {
            throw new CheckpointException(
                $"config.json: model_type '{type}' is not served; '{ModelConfig.Marian}', '{ModelConfig.EncoderDecoder}' and '{ModelConfig.DecoderOnly}' are.");
        }
    }

    private static void Positive(string field, int value)
    {
        if (value <= 0)
            throw new CheckpointException($"config.json: {field} is {value}; it must be positive.");
    }
}
