using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>Self-attention and feed-forward, each with its <see cref="Residual"/>.</summary>
internal sealed class EncoderLayer : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly MultiHeadAttention _attention;
    private readonly LayerNorm _attentionNorm;
    private readonly FeedForward _feedForward;
    private readonly LayerNorm _finalNorm;
    private readonly Residual _residual;

    public EncoderLayer(ModelConfig config)
        : base(nameof(EncoderLayer))
    {
        _attention = new MultiHeadAttention(config.Width, config.EncoderHeads, config.AttentionDropout);
        _attentionNorm = nn.LayerNorm(config.Width);
        _feedForward = new FeedForward(config.Width, config.EncoderFeedForward, config.Activation, config.ActivationDropout);
        _finalNorm = nn.LayerNorm(config.Width);
        _residual = new Residual(config);
        register_module("self_attn", _attention);
        register_module("self_attn_layer_norm", _attentionNorm);
        register_module("fc1", _feedForward.Inner);
        register_module("fc2", _feedForward.Outer);
        register_module("activation_dropout", _feedForward.Dropout);
        register_module("final_layer_norm", _finalNorm);
        register_module("dropout", _residual.Dropout);
    }

    public override Tensor forward(Tensor x, Tensor hidden)                                // [B,S,D], [B,1,1,S] → [B,S,D]
    {
        x = _residual.Around(x, _attentionNorm, inner =>
        {
            var (keys, values) = _attention.Remember(inner);
            return _attention.Attend(inner, keys, values, hidden);
        });
        return _residual.Around(x, _finalNorm, _feedForward.Forward);
    }
}
