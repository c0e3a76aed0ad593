using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent;

/// <summary>
/// Additive attention (Bahdanau et al., 2015): e_s = v·tanh(W_q q + W_k h_s + b), the context is Σ softmax(e)_s h_s over the real
/// source positions. W_k h_s + b is the same at every step and computed once.
/// </summary>
internal sealed class AdditiveAttention : nn.Module
{
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _score;
    private readonly Dropout _dropout;

    public AdditiveAttention(ModelConfig config, int encoded)
        : base(nameof(AdditiveAttention))
    {
        _query = Layers.Linear(config.HiddenSize, config.HiddenSize, bias: false);
        _key = Layers.Linear(encoded, config.HiddenSize);
        _score = Layers.Linear(config.HiddenSize, 1, bias: false);
        _dropout = nn.Dropout(config.AttentionDropout);
        register_module("query", _query);
        register_module("key", _key);
        register_module("score", _score);
        register_module("dropout", _dropout);
    }

    /// <summary>Encoder outputs [B,S,E] → keys [B,S,H].</summary>
    public Tensor Keys(Tensor hidden) => Precision.Apply(_key, hidden);

    /// <summary>Query [B,H] → context [B,E]; padding [B,S] is true where nothing may be read.</summary>
    public Tensor Attend(Tensor query, Tensor keys, Tensor values, Tensor padding)
    {
        var energies = keys.add(_query.forward(query).unsqueeze(1)).tanh_();               // [B,S,H]
        var scores = _score.forward(energies).squeeze(2);                                  // [B,S]
        scores = scores.masked_fill(padding, float.NegativeInfinity);
        var weights = _dropout.forward(nn.functional.softmax(scores, -1)).unsqueeze(1);    // [B,1,S]
        return bmm(weights, values).squeeze(1);                                            // [B,E]
    }
}
