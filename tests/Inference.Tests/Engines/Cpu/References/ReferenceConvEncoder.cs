using Seq2SeqService.Core.Checkpoints;
using static Seq2SeqService.Inference.Tests.Engines.Cpu.References.Algebra;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>The encoder of Gehring et al. (2017).</summary>
internal sealed class ReferenceConvEncoder(ModelConfig config, ModelWeights weights) : IReferenceEncoder
{
    private readonly ReferenceConvolution _side = new(config, weights, "encoder", config.EncoderHidden);

    public ReferenceSource Encode(int[] source)
    {
        var embedded = _side.Embed(source);
        double[][] x = [.. embedded.Select(row => Linear(weights, "model.encoder.input", row))];
        for (var i = 0; i < config.EncoderLayers; i++)
        {
            var before = (config.EncoderKernel - 1) / 2;
            x = [.. x.Zip(_side.Convolve(i, x, config.EncoderKernel, before), ReferenceConvolution.Half)];
        }

        double[][] z = [.. x.Select(row => Linear(weights, "model.encoder.output", row))];
        return new ReferenceSource(z, [.. z.Zip(embedded, ReferenceConvolution.Half)], z[^1]);
    }
}
