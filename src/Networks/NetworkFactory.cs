using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks.Recurrent;
using Seq2SeqService.Networks.Transformer;

namespace Seq2SeqService.Networks;

/// <summary>Builds the network that a configuration describes.</summary>
public static class NetworkFactory
{
    public static Seq2SeqNetwork Create(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.ModelType switch
        {
            ModelConfig.Marian => new TransformerNetwork(config),
            ModelConfig.Gru => new GruNetwork(config),
            _ => throw new CheckpointException($"config.json: no network has the model_type '{config.ModelType}'; known are '{ModelConfig.Marian}' and '{ModelConfig.Gru}'."),
        };
    }
}
