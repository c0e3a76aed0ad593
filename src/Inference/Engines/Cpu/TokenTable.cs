using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>Token embeddings of one side, <c>encoder</c> or <c>decoder</c>.</summary>
internal static class TokenTable
{
    /// <summary>[V, D], row-major.</summary>
    public static float[] Read(ModelConfig config, ModelWeights weights, string side) => weights.Get(
        config.SharedEmbeddings ? "model.shared.weight" : $"model.{side}.embed_tokens.weight", config.VocabularySize, config.Width);
}
