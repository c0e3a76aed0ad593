using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks.Composition;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>Every source token looks at all of them (Vaswani et al., 2017), in the MarianMT layout. Shapes: B batch, S source length, D width.</summary>
internal sealed class TransformerEncoder : SourceEncoder
{
    private readonly TransformerInput _input;
    private readonly ModuleList<EncoderLayer> _layers;
    private readonly LayerNorm? _norm;

    public TransformerEncoder(ModelConfig config, Embedding embedding)
        : base(nameof(TransformerEncoder))
    {
        var shape = StackShape.OfEncoder(config);
        _input = new TransformerInput(config, embedding);
        _layers = nn.ModuleList([.. Enumerable.Range(0, shape.Layers).Select(_ => new EncoderLayer(config, shape))]);
        _norm = config.NormalizeBefore ? nn.LayerNorm(config.Width, config.NormEpsilon) : null;
        register_module("embed_positions", _input.Positions);
        register_module("dropout", _input.Dropout);
        register_module("layers", _layers);
        if (_norm is not null)
            register_module("layer_norm", _norm);
    }

    public override EncodedSource Encode(Tensor source, long[] lengths)
    {
        using var scope = NewDisposeScope();
        var padding = EncodedSource.PaddingMask(lengths, source.shape[1], source.device);  // [B,S]
        var hidden = AttentionMask.OfSource(padding);                                      // [B,1,1,S]
        var x = _input.Of(source);
        foreach (var layer in _layers)
            x = layer.Forward(x, hidden);                                                  // [B,S,D]
        x = _norm is null ? x : _norm.forward(x);
        return new EncodedSource(x.MoveToOuterDisposeScope(), padding.MoveToOuterDisposeScope());
    }
}
