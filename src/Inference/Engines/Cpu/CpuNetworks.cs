using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Convolutional;
using Seq2SeqService.Inference.Engines.Cpu.LanguageModels;
using Seq2SeqService.Inference.Engines.Cpu.Output;
using Seq2SeqService.Inference.Engines.Cpu.Recurrent;
using Seq2SeqService.Inference.Engines.Cpu.Transformer;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>Builds the network that a configuration describes; tensor names are those of the checkpoint.</summary>
internal static class CpuNetworks
{
    /// <param name="shortlist">The tokens that each sentence's outputs may consist of; null for all.</param>
    public static ICpuNetwork Create(ModelConfig config, SharedWeights weights, CpuRuntime runtime, Shortlist? shortlist)
    {
        if (config.ModelType == ModelConfig.DecoderOnly)
            config = config with { SharedEmbeddings = true };   // one sequence has one embedding, whatever the file says of two sides

        var reader = new WeightReader(weights, runtime);
        var network = Create(config, reader, runtime);
        return shortlist is null ? network : new ShortlistedNetwork(network, shortlist, OutputMatrix.Read(config, reader), runtime);
    }

    private static ICpuNetwork Create(ModelConfig config, WeightReader reader, CpuRuntime runtime)
    {
        if (config.ModelType == ModelConfig.DecoderOnly)
            return new PrefixLanguageNetwork(config, reader, runtime);

        var encoder = Encoder(config, reader, runtime);
        return config.DecoderKind switch
        {
            LayerKind.Transformer => Join(encoder, new TransformerDecoder(config, reader, runtime), runtime),
            LayerKind.Conv => Join(encoder, new ConvDecoder(config, reader, runtime), runtime),
            _ => Join(encoder, new RecurrentDecoder(config, reader, runtime), runtime),
        };
    }

    private static ICpuEncoder Encoder(ModelConfig config, WeightReader reader, CpuRuntime runtime) => config.EncoderKind switch
    {
        LayerKind.Transformer => new TransformerEncoder(config, reader, runtime),
        LayerKind.Conv => new ConvEncoder(config, reader),
        _ => new RecurrentEncoder(config, reader),
    };

    private static EncoderDecoderNetwork<TState> Join<TState>(ICpuEncoder encoder, ICpuDecoder<TState> decoder, CpuRuntime runtime)
        where TState : ICpuState => new(encoder, decoder, runtime);
}
