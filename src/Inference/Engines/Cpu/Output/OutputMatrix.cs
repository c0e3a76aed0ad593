using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Output;

/// <summary>The matrix of the output layer: the decoder's embedding where they are tied, else its own.</summary>
internal static class OutputMatrix
{
    public static MatrixProduct Read(ModelConfig config, WeightReader reader)
    {
        var name = config.TiedOutput ? TokenTable.Name(config, "decoder") : "lm_head.weight";
        return reader.Matrix(new MatrixPart(name, "final_logits_bias", config.VocabularySize, config.Width) { BiasShape = [1, config.VocabularySize] });
    }
}
