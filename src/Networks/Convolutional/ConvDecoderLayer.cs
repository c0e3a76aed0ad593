using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Convolutional;

/// <summary>
/// A gated convolution over the newest tokens, attention to the source, and the residuals. Shapes: B batch, T target length, S source length,
/// D width, H channels, k kernel.
/// </summary>
internal sealed class ConvDecoderLayer : nn.Module
{
    private readonly GatedConvolution _convolution;
    private readonly ConvAttention _attention;
    private readonly Dropout _dropout;
    private readonly int _past;

    public ConvDecoderLayer(ModelConfig config)
        : base(nameof(ConvDecoderLayer))
    {
        _past = config.DecoderKernel - 1;
        _convolution = new GatedConvolution(config.DecoderHidden, config.DecoderKernel, config.Dropout);
        _attention = new ConvAttention(config);
        _dropout = nn.Dropout(config.Dropout);
        register_module("conv", _convolution);
        register_module("attention", _attention);
        register_module("dropout", _dropout);
    }

    /// <summary>All positions at once: inputs [B,T,H] and embeddings [B,T,D] → [B,T,H].</summary>
    public Tensor Forward(Tensor x, Tensor embedded, ConvSource source)
    {
        using var scope = NewDisposeScope();
        var behind = nn.functional.pad(_dropout.forward(x), [0, 0, _past, 0]);             // [B,k-1+T,H]
        return Rest(x, behind, embedded, source, trace: null).MoveToOuterDisposeScope();
    }

    /// <summary>One position: input [B,1,H]; <paramref name="past"/> holds the k − 1 inputs before it [B,k-1,H] and moves on.</summary>
    public Tensor Step(Tensor x, RowTensor past, Tensor embedded, ConvSource source, AttentionTrace? trace)
    {
        using var scope = NewDisposeScope();
        var window = cat([past.Value, _dropout.forward(x)], 1);                            // [B,k,H]
        past.Set(window.narrow(1, 1, _past).contiguous());
        return Rest(x, window, embedded, source, trace).MoveToOuterDisposeScope();
    }

    private Tensor Rest(Tensor x, Tensor window, Tensor embedded, ConvSource source, AttentionTrace? trace)
    {
        var y = _convolution.Forward(window);                                              // [B,T,H]
        y = (y + _attention.Attend(y, embedded, source, trace)) * Math.Sqrt(0.5);
        return (y + x) * Math.Sqrt(0.5);
    }
}
