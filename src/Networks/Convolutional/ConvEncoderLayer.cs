using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Convolutional;

/// <summary>A gated convolution around every token, and the residual. Padding is zero before the convolution, so that it changes no row.</summary>
internal sealed class ConvEncoderLayer : nn.Module
{
    private readonly GatedConvolution _convolution;
    private readonly Dropout _dropout;
    private readonly int _margin;

    public ConvEncoderLayer(ModelConfig config)
        : base(nameof(ConvEncoderLayer))
    {
        _margin = (config.EncoderKernel - 1) / 2;
        _convolution = new GatedConvolution(config.EncoderHidden, config.EncoderKernel, config.Dropout);
        _dropout = nn.Dropout(config.Dropout);
        register_module("conv", _convolution);
        register_module("dropout", _dropout);
    }

    /// <summary>Inputs [B,S,H] and where they are padding [B,S,1] → [B,S,H].</summary>
    public Tensor Forward(Tensor x, Tensor padding)
    {
        using var scope = NewDisposeScope();
        var inside = _dropout.forward(x.masked_fill(padding, 0));                          // [B,S,H]
        var y = _convolution.Forward(nn.functional.pad(inside, [0, 0, _margin, _margin])); // [B,S,H]
        return ((x + y) * Math.Sqrt(0.5)).MoveToOuterDisposeScope();
    }
}
