using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks;

/// <summary>Layers with the first values that these networks train from.</summary>
internal static class Layers
{
    /// <summary>Xavier-uniform weights (Glorot and Bengio, 2010), zero bias.</summary>
    public static Linear Linear(long inputs, long outputs, bool bias = true)
    {
        var layer = nn.Linear(inputs, outputs, bias);
        nn.init.xavier_uniform_(layer.weight);
        if (layer.bias is { } offset)
            nn.init.zeros_(offset);
        return layer;
    }

    /// <summary>Normal weights that keep the deviation of what passes dropout: √((1 − p) / inputs) (Gehring et al., 2017); zero bias.</summary>
    public static Linear NormalLinear(long inputs, long outputs, double dropout)
    {
        var layer = Linear(inputs, outputs);
        nn.init.normal_(layer.weight, 0, Math.Sqrt((1 - dropout) / inputs));
        return layer;
    }

    /// <summary>Normal weights with deviation <paramref name="deviation"/>; the padding row is zero.</summary>
    public static Embedding Embedding(ModelConfig config, double deviation)
    {
        var layer = nn.Embedding(config.VocabularySize, config.Width, config.PadId);
        nn.init.normal_(layer.weight, 0, deviation);
        using var still = no_grad();
        using var scope = NewDisposeScope();
        layer.weight[config.PadId].zero_();
        return layer;
    }
}
