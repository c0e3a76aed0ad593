using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>Self-attention and feed-forward, each with its <see cref="Residual"/>.</summary>
internal sealed class EncoderLayer : nn.Module
{
    private readonly MultiHeadAttention _attention;
    private readonly LayerNorm _attentionNorm;
    private readonly FeedForward _feedForward;
    private readonly LayerNorm _finalNorm;
    private readonly Residual _residual;

    public EncoderLayer(ModelConfig config, StackShape shape)
        : base(nameof(EncoderLayer))
    {
        _attention = new MultiHeadAttention(config.Width, config.Width, shape.Heads, config.AttentionDropout);
        _attentionNorm = nn.LayerNorm(config.Width, config.NormEpsilon);
        _feedForward = new FeedForward(config.Width, shape.FeedForward, config.Activation, config.ActivationDropout);
        _finalNorm = nn.LayerNorm(config.Width, config.NormEpsilon);
        _residual = new Residual(config);
        register_module("self_attn", _attention);
        register_module("self_attn_layer_norm", _attentionNorm);
        register_module("fc1", _feedForward.Inner);
        register_module("fc2", _feedForward.Outer);
        register_module("activation_dropout", _feedForward.Dropout);
        register_module("final_layer_norm", _finalNorm);
        register_module("dropout", _residual.Dropout);
    }

    /// <summary>Inputs [B,S,D] look at one another where <paramref name="hidden"/> [B|1,1,S|1,S] is 0 → [B,S,D].</summary>
    public Tensor Forward(Tensor x, Tensor hidden) => Forward(x, hidden, own => own, trace: null);

    /// <summary>As above, at more than one another: <paramref name="join"/> puts what came before in front of the inputs' own keys and values.</summary>
    public Tensor Forward(Tensor x, Tensor hidden, Func<KeysValues, KeysValues> join, AttentionTrace? trace)
    {
        x = _residual.Around(x, _attentionNorm, inner => _attention.Attend(inner, join(_attention.Remember(inner)), hidden, trace));
        return _residual.Around(x, _finalNorm, _feedForward.Forward);
    }

    /// <summary>Only the keys and values of inputs [B,S,D], for those that come after them [B,H,S,K].</summary>
    public KeysValues Remember(Tensor x) => _attention.Remember(_residual.Into(x, _attentionNorm));
}
