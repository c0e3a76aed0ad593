using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks.Composition;
using Seq2SeqService.Networks.LanguageModels;

namespace Seq2SeqService.Networks;

/// <summary>Builds the network that a configuration describes.</summary>
public static class NetworkFactory
{
    public static Seq2SeqNetwork Create(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (ModelCombinations.Faults(config).FirstOrDefault() is { } fault)
            throw new CheckpointException($"{CheckpointFiles.Config}: {fault}");

        return config.ModelType switch
        {
            ModelConfig.Marian or ModelConfig.EncoderDecoder => new EncoderDecoderNetwork(config),
            ModelConfig.DecoderOnly => new PrefixLanguageNetwork(config),
            ModelConfig.EncoderOnly => new MaskedLanguageNetwork(config),
            _ => throw new CheckpointException($"{CheckpointFiles.Config}: no network has the model_type '{config.ModelType}'."),
        };
    }
}
