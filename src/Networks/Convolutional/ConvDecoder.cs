using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks.Composition;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Convolutional;

/// <summary>
/// Layers of convolutions over the target so far, each with attention to the source (Gehring et al., 2017).
/// Shapes: B batch, S source length, T target length, D width, H channels, k kernel.
/// </summary>
internal sealed class ConvDecoder : TargetDecoder
{
    private readonly ModelConfig _config;
    private readonly ConvInput _embedding;
    private readonly ConvMemory _memory;
    private readonly Linear _input;
    private readonly ModuleList<ConvDecoderLayer> _layers;
    private readonly Linear _output;

    public ConvDecoder(ModelConfig config, Embedding embedding)
        : base(nameof(ConvDecoder))
    {
        _config = config;
        _embedding = new ConvInput(config, embedding);
        _memory = new ConvMemory(config);
        _input = Layers.NormalLinear(config.Width, config.DecoderHidden, config.Dropout);
        _layers = nn.ModuleList([.. Enumerable.Range(0, config.DecoderLayers).Select(_ => new ConvDecoderLayer(config))]);
        _output = Layers.NormalLinear(config.DecoderHidden, config.Width, config.Dropout);
        register_module("embed_positions", _embedding.Positions);
        register_module("dropout", _embedding.Dropout);
        register_module("memory", _memory);
        register_module("input", _input);
        register_module("layers", _layers);
        register_module("output", _output);
    }

    public override Tensor Decode(EncodedSource encoded, Tensor target)
    {
        using var scope = NewDisposeScope();
        var source = _memory.Of(encoded);
        var embedded = _embedding.Of(target);                                              // [B,T,D]
        var x = Precision.Apply(_input, embedded);                                         // [B,T,H]
        foreach (var layer in _layers)
            x = layer.Forward(x, embedded, source);
        return Finish(x).MoveToOuterDisposeScope();                                        // [B,T,D]
    }

    public override DecoderState Start(EncodedSource encoded)
    {
        using var scope = NewDisposeScope();
        return new ConvState(_memory.Of(encoded), _config.DecoderLayers, (_config.DecoderKernel - 1, _config.DecoderHidden));
    }

    public override Tensor Step(Tensor tokens, DecoderState state)
    {
        using var scope = NewDisposeScope();
        var rows = (ConvState)state;
        var (source, trace) = (rows.Source, rows.WithAttention ? new AttentionTrace() : null);
        var embedded = _embedding.At(tokens, rows.Positions);                              // [B,1,D]
        var x = Precision.Apply(_input, embedded);                                         // [B,1,H]
        foreach (var (layer, past) in _layers.Zip(rows.Past))
            x = layer.Step(x, past, embedded, source, trace);
        rows.Advance();
        rows.Keep(trace?.Mean());
        return Finish(x).squeeze(1).MoveToOuterDisposeScope();                             // [B,D]
    }

    private Tensor Finish(Tensor x) => _embedding.Dropout.forward(Precision.Apply(_output, x));   // [B,T,H] → [B,T,D]
}
