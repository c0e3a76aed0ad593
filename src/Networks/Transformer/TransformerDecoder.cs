using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks.Composition;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>
/// Every target token looks at those before it and at the source (Vaswani et al., 2017), in the MarianMT layout.
/// Shapes: B batch, S source length, T target length, D width, E encoder outputs, H heads, K = D / H.
/// </summary>
internal sealed class TransformerDecoder : TargetDecoder
{
    private readonly TransformerInput _input;
    private readonly ModuleList<DecoderLayer> _layers;
    private readonly LayerNorm? _norm;

    public TransformerDecoder(ModelConfig config, Embedding embedding)
        : base(nameof(TransformerDecoder))
    {
        _input = new TransformerInput(config, embedding);
        _layers = nn.ModuleList([.. Enumerable.Range(0, config.DecoderLayers).Select(_ => new DecoderLayer(config))]);
        _norm = config.NormalizeBefore ? nn.LayerNorm(config.Width, config.NormEpsilon) : null;
        register_module("embed_positions", _input.Positions);
        register_module("dropout", _input.Dropout);
        register_module("layers", _layers);
        if (_norm is not null)
            register_module("layer_norm", _norm);
    }

    public override Tensor Decode(EncodedSource encoded, Tensor target)
    {
        using var scope = NewDisposeScope();
        var future = AttentionMask.OfFuture(target.shape[1], target.device);               // [T,T]
        var sourceHidden = AttentionMask.OfSource(encoded.Padding);                        // [B,1,1,S]
        var x = _input.Of(target);
        foreach (var layer in _layers)
            x = layer.Forward(x, encoded.Hidden, future, sourceHidden);                    // [B,T,D]
        return Finish(x).MoveToOuterDisposeScope();
    }

    public override DecoderState Start(EncodedSource encoded)
    {
        using var scope = NewDisposeScope();
        return new TransformerState([.. _layers.Select(layer => layer.Remember(encoded.Hidden))], encoded.Padding);
    }

    public override Tensor Step(Tensor tokens, DecoderState state)
    {
        var rows = (TransformerState)state;
        using var scope = NewDisposeScope();
        var (sourceHidden, pastHidden) = (AttentionMask.OfSource(rows.Padding), rows.PastHidden());
        var trace = rows.WithAttention ? new AttentionTrace() : null;

        var x = _input.At(tokens.unsqueeze(1), rows.Positions.unsqueeze(1));               // [B,1,D]
        foreach (var (layer, cache) in _layers.Zip(rows.Layers))
            x = layer.Step(x, cache, pastHidden, sourceHidden, trace);
        rows.Advance();
        rows.Keep(trace?.Mean());
        return Finish(x).squeeze(1).MoveToOuterDisposeScope();                             // [B,D]
    }

    private Tensor Finish(Tensor x) => _norm is null ? x : _norm.forward(x);               // [B,T,D]
}
