using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent.Attention;

/// <summary>
/// Additive attention (Bahdanau et al., 2015): e_s = v·tanh(W_q q + W_k h_s + b). Concat attention (Luong et al., 2015), v·tanh(W [q; h_s]), is
/// the same without b, W cut in its two halves. W_k h_s + b is the same at every step and computed once.
/// </summary>
internal sealed class AdditiveAttention : ScoreAttention
{
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _score;

    public AdditiveAttention(ModelConfig config)
        : base(nameof(AdditiveAttention), config)
    {
        _query = Layers.Linear(config.DecoderHidden, config.DecoderHidden, bias: false);
        _key = Layers.Linear(config.EncoderOutputs, config.DecoderHidden, bias: config.Attention == AttentionKind.Additive);
        _score = Layers.Linear(config.DecoderHidden, 1, bias: false);
        register_module("query", _query);
        register_module("key", _key);
        register_module("score", _score);
    }

    protected override Tensor Keys(Tensor hidden) => Precision.Apply(_key, hidden);        // [B,S,H]

    protected override Tensor Scores(Tensor query, Tensor keys)
    {
        var energies = keys.add(_query.forward(query).unsqueeze(1)).tanh_();               // [B,S,H]
        return _score.forward(energies).squeeze(2);                                        // [B,S]
    }
}
