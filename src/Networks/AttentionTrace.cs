using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks;

/// <summary>Collects the attention weights of one decoding step over heads and layers.</summary>
internal sealed class AttentionTrace
{
    private readonly List<Tensor> _layers = [];

    /// <summary>Weights of one layer [B,H,1,S] or [B,1,S]; they are kept beyond the layer's scope.</summary>
    public void Add(Tensor weights)
    {
        using var scope = NewDisposeScope();
        var mean = weights.dim() == 4 ? weights.mean([1, 2]) : weights.mean([1]);          // [B,S]
        _layers.Add(mean.DetachFromDisposeScope());
    }

    /// <summary>The mean over heads and layers [B,S], once.</summary>
    public Tensor Mean()
    {
        using var scope = NewDisposeScope();
        var mean = stack(_layers).mean([0]);
        _layers.ForEach(layer => layer.Dispose());
        return mean.MoveToOuterDisposeScope();
    }
}
