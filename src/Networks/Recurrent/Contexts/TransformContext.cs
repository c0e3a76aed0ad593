using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent.Contexts;

/// <summary>A learned transform of all hidden states: tanh(W₂ · mean_s tanh(W₁ h_s + b₁) + b₂), the mean over the real tokens.</summary>
internal sealed class TransformContext : SourceContext
{
    private readonly Linear _inner;
    private readonly Linear _outer;

    public TransformContext(ModelConfig config)
        : base(nameof(TransformContext))
    {
        _inner = Layers.Linear(config.EncoderOutputs, config.EncoderOutputs);
        _outer = Layers.Linear(config.EncoderOutputs, config.EncoderOutputs);
        register_module("inner", _inner);
        register_module("outer", _outer);
    }

    public override Tensor Of(EncodedSource encoded)
    {
        using var scope = NewDisposeScope();
        var inner = Precision.Apply(_inner, encoded.Hidden).tanh();                        // [B,S,E]
        var sum = inner.masked_fill(encoded.Padding.unsqueeze(2), 0).sum(dim: 1);          // [B,E]
        var mean = sum / encoded.Lengths().unsqueeze(1);
        return Precision.Apply(_outer, mean).tanh().MoveToOuterDisposeScope();             // [B,E]
    }
}
