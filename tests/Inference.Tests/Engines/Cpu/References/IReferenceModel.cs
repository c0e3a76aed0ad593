using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>A network computed straight from its equations, the whole target at once (teacher forcing).</summary>
internal interface IReferenceModel
{
    /// <summary>What is found after each of the target's tokens.</summary>
    ReferenceStep[] Decode(int[] source, int[] target);

    static IReferenceModel Of(RandomModel model)
    {
        var (config, weights) = (model.Config, model.Weights);
        if (config.ModelType == ModelConfig.DecoderOnly)
            return new ReferenceTransformer(config, weights);

        return new ReferenceEncoderDecoder(Encoder(config, weights), Decoder(config, weights));
    }

    private static IReferenceEncoder Encoder(ModelConfig config, ModelWeights weights) => config.EncoderKind switch
    {
        LayerKind.Transformer => new ReferenceTransformer(config, weights),
        LayerKind.Conv => new ReferenceConvEncoder(config, weights),
        _ => new ReferenceRecurrentEncoder(config, weights),
    };

    private static IReferenceDecoder Decoder(ModelConfig config, ModelWeights weights) => config.DecoderKind switch
    {
        LayerKind.Transformer => new ReferenceTransformer(config, weights),
        LayerKind.Conv => new ReferenceConvDecoder(config, weights),
        _ => new ReferenceRecurrentDecoder(config, weights),
    };
}

/// <summary>Log-probabilities over the vocabulary [V], and the weights of the source's tokens [S]; empty where there is no attention.</summary>
internal sealed record ReferenceStep(double[] LogProbabilities, double[] Attention);
