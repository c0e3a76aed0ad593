using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks.Composition;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Convolutional;

/// <summary>Layers of convolutions over the source (Gehring et al., 2017). Shapes: B batch, S source length, D width, H channels.</summary>
internal sealed class ConvEncoder : SourceEncoder
{
    private readonly ConvInput _embedding;
    private readonly Linear _input;
    private readonly ModuleList<ConvEncoderLayer> _layers;
    private readonly Linear _output;

    public ConvEncoder(ModelConfig config, Embedding embedding)
        : base(nameof(ConvEncoder))
    {
        _embedding = new ConvInput(config, embedding);
        _input = Layers.NormalLinear(config.Width, config.EncoderHidden, config.Dropout);
        _layers = nn.ModuleList([.. Enumerable.Range(0, config.EncoderLayers).Select(_ => new ConvEncoderLayer(config))]);
        _output = Layers.NormalLinear(config.EncoderHidden, config.Width, dropout: 0);
        register_module("embed_positions", _embedding.Positions);
        register_module("dropout", _embedding.Dropout);
        register_module("input", _input);
        register_module("layers", _layers);
        register_module("output", _output);
    }

    /// <summary>The outputs z are keys; beside them stand the values of a convolutional decoder's attention, (z + embedding)·√½.</summary>
    public override EncodedSource Encode(Tensor source, long[] lengths)
    {
        using var scope = NewDisposeScope();
        var padding = EncodedSource.PaddingMask(lengths, source.shape[1], source.device);  // [B,S]
        var embedded = _embedding.Of(source);                                              // [B,S,D]
        var x = Precision.Apply(_input, embedded);                                         // [B,S,H]
        foreach (var layer in _layers)
            x = layer.Forward(x, padding.unsqueeze(2));
        var z = Precision.Apply(_output, x);                                               // [B,S,D]
        var values = (z + embedded) * Math.Sqrt(0.5);                                      // [B,S,D]
        return new EncodedSource(z.MoveToOuterDisposeScope(), padding.MoveToOuterDisposeScope()) { Values = values.MoveToOuterDisposeScope() };
    }
}
