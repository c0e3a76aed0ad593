using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Output;

/// <summary>The matrix of the output layer: the decoder's embedding where they are tied, else its own.</summary>
internal static class OutputMatrix
{
    public static PackedMatrix Read(ModelConfig config, ModelWeights weights)
    {
        var matrix = config.TiedOutput
            ? TokenTable.Read(config, weights, "decoder")
            : weights.Get("lm_head.weight", config.VocabularySize, config.Width);
        return PackedMatrix.Pack(config.Width, new DenseWeights(matrix, weights.Get("final_logits_bias", 1, config.VocabularySize)));
    }
}
