using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent;

/// <summary>
/// Ld GRU layers moved by one step, weights named and laid out as in <c>nn.GRU</c> (gates r, z, n). The lowest layer reads
/// [embedding; context]; the embedding's share of its gates needs no state and is computed for all steps at once.
/// </summary>
internal sealed class GruCells : nn.Module
{
    private readonly IReadOnlyList<GruCell> _layers;
    private readonly Dropout _dropout;
    private readonly int _width;
    private readonly int _encoded;

    public GruCells(ModelConfig config, int encoded)
        : base(nameof(GruCells))
    {
        (_width, _encoded) = (config.Width, encoded);
        _layers = [.. Enumerable.Range(0, config.DecoderLayers).Select(layer =>
            GruCell.Create(layer == 0 ? _width + encoded : config.HiddenSize, config.HiddenSize))];
        _dropout = nn.Dropout(config.Dropout);

        for (var layer = 0; layer < _layers.Count; layer++)
        {
            register_parameter($"weight_ih_l{layer}", _layers[layer].InputWeight);
            register_parameter($"weight_hh_l{layer}", _layers[layer].StateWeight);
            register_parameter($"bias_ih_l{layer}", _layers[layer].InputBias);
            register_parameter($"bias_hh_l{layer}", _layers[layer].StateBias);
        }

        register_module("dropout", _dropout);
    }

    /// <summary>Embeddings [..,D] → their share of the lowest layer's gates [..,3H].</summary>
    public Tensor EmbeddingGates(Tensor embedded)
    {
        using var scope = NewDisposeScope();
        var weight = _layers[0].InputWeight.narrow(1, 0, _width);                          // [3H,D]
        return Precision.Product(embedded, weight, _layers[0].InputBias).MoveToOuterDisposeScope();
    }

    /// <summary>The context's columns of the lowest layer's weights, ready to multiply [E,3H].</summary>
    public Tensor ContextWeight() => _layers[0].InputWeight.narrow(1, _width, _encoded).t();

    /// <summary>One step: gates of the embeddings [B,3H], contexts [B,E], states Ld × [B,H] → new states.</summary>
    public Tensor[] Advance(Tensor embeddingGates, Tensor context, Tensor contextWeight, Tensor[] states)
    {
        var next = new Tensor[_layers.Count];
        next[0] = _layers[0].Advance(embeddingGates.addmm(context, contextWeight), states[0]);
        for (var layer = 1; layer < _layers.Count; layer++)
        {
            var input = _dropout.forward(next[layer - 1]);                                 // [B,H]
            next[layer] = _layers[layer].Advance(_layers[layer].InputGates(input), states[layer]);
        }

        return next;
    }
}
