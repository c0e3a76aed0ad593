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

    /// <summary>Normal weights with deviation <paramref name="deviation"/>; the padding row is zero.</summary>
    public static Embedding Embedding(long count, long width, long padding, double deviation)
    {
        var layer = nn.Embedding(count, width, padding);
        nn.init.normal_(layer.weight, 0, deviation);
        using var still = no_grad();
        using var scope = NewDisposeScope();
        layer.weight[padding].zero_();
        return layer;
    }
}
