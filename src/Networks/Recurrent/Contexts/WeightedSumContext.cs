using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent.Contexts;

/// <summary>A learned weighted sum of all hidden states: Σ_s softmax(v·h)_s h_s over the real tokens.</summary>
internal sealed class WeightedSumContext : SourceContext
{
    private readonly Linear _score;

    public WeightedSumContext(ModelConfig config)
        : base(nameof(WeightedSumContext))
    {
        _score = Layers.Linear(config.EncoderOutputs, 1, bias: false);
        register_module("score", _score);
    }

    public override Tensor Of(EncodedSource encoded)
    {
        using var scope = NewDisposeScope();
        var scores = _score.forward(encoded.Hidden).squeeze(2);                            // [B,S]
        var weights = nn.functional.softmax(scores.masked_fill(encoded.Padding, float.NegativeInfinity), -1);
        return bmm(weights.unsqueeze(1), encoded.Hidden).squeeze(1).MoveToOuterDisposeScope();   // [B,E]
    }
}
