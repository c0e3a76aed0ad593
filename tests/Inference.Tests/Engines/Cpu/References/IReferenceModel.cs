using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>A network computed straight from its equations, the whole target at once (teacher forcing).</summary>
internal interface IReferenceModel
{
    /// <summary>Log-probabilities over the vocabulary after each of the target's tokens, [T][V].</summary>
    double[][] LogProbabilities(int[] source, int[] target);

    static IReferenceModel Of(RandomModel model) => model.Config.ModelType == ModelConfig.Gru
        ? new ReferenceRecurrent(model.Config, model.Weights)
        : new ReferenceTransformer(model.Config, model.Weights);
}
