using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>Causal self-attention, attention to the encoder, feed-forward; each with its <see cref="Residual"/>.</summary>
internal sealed class DecoderLayer : nn.Module
{
    private readonly MultiHeadAttention _selfAttention;
    private readonly LayerNorm _selfAttentionNorm;
    private readonly MultiHeadAttention _encoderAttention;
    private readonly LayerNorm _encoderAttentionNorm;
    private readonly FeedForward _feedForward;
    private readonly LayerNorm _finalNorm;
    private readonly Residual _residual;

    public DecoderLayer(ModelConfig config)
        : base(nameof(DecoderLayer))
    {
        _selfAttention = new MultiHeadAttention(config.Width, config.Width, config.DecoderHeads, config.AttentionDropout);
        _selfAttentionNorm = nn.LayerNorm(config.Width, config.NormEpsilon);
        _encoderAttention = new MultiHeadAttention(config.Width, config.EncoderOutputs, config.DecoderHeads, config.AttentionDropout);
        _encoderAttentionNorm = nn.LayerNorm(config.Width, config.NormEpsilon);
        _feedForward = new FeedForward(config.Width, config.DecoderFeedForward, config.Activation, config.ActivationDropout);
        _finalNorm = nn.LayerNorm(config.Width, config.NormEpsilon);
        _residual = new Residual(config);
        register_module("self_attn", _selfAttention);
        register_module("self_attn_layer_norm", _selfAttentionNorm);
        register_module("encoder_attn", _encoderAttention);
        register_module("encoder_attn_layer_norm", _encoderAttentionNorm);
        register_module("fc1", _feedForward.Inner);
        register_module("fc2", _feedForward.Outer);
        register_module("activation_dropout", _feedForward.Dropout);
        register_module("final_layer_norm", _finalNorm);
        register_module("dropout", _residual.Dropout);
    }

    /// <summary>Keys and values of the encoder outputs [B,S,E] for this layer → [B,H,S,K] each.</summary>
    public KeysValues Remember(Tensor encoded) => _encoderAttention.Remember(encoded);

    /// <summary>All target positions at once (teacher forcing): [B,T,D] → [B,T,D].</summary>
    public Tensor Forward(Tensor x, Tensor encoded, Tensor future, Tensor sourceHidden)
    {
        x = _residual.Around(x, _selfAttentionNorm, inner => _selfAttention.Attend(inner, _selfAttention.Remember(inner), future));
        return Rest(x, Remember(encoded), sourceHidden, trace: null);
    }

    /// <summary>One target position, [B,1,D] → [B,1,D]; its key and value join <paramref name="cache"/>.</summary>
    public Tensor Step(Tensor x, LayerCache cache, Tensor pastHidden, Tensor sourceHidden, AttentionTrace? trace)
    {
        x = _residual.Around(x, _selfAttentionNorm, inner => _selfAttention.Attend(inner, cache.Extend(_selfAttention.Remember(inner)), pastHidden));
        return Rest(x, cache.Source, sourceHidden, trace);
    }

    private Tensor Rest(Tensor x, KeysValues source, Tensor sourceHidden, AttentionTrace? trace)
    {
        x = _residual.Around(x, _encoderAttentionNorm, inner => _encoderAttention.Attend(inner, source, sourceHidden, trace));
        return _residual.Around(x, _finalNorm, _feedForward.Forward);
    }
}
