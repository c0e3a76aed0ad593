using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent.Attention;

/// <summary>Dot attention, e_s = q·h_s, and general attention, e_s = qᵀ W h_s (Luong et al., 2015).</summary>
internal sealed class ProductAttention : ScoreAttention
{
    private readonly Linear? _key;

    public ProductAttention(ModelConfig config)
        : base(nameof(ProductAttention), config)
    {
        if (config.Attention == AttentionKind.Dot)
            return;
        _key = Layers.Linear(config.EncoderOutputs, config.DecoderHidden, bias: false);
        register_module("key", _key);
    }

    protected override Tensor Keys(Tensor hidden) => _key is null ? hidden : Precision.Apply(_key, hidden);   // [B,S,H]

    protected override Tensor Scores(Tensor query, Tensor keys) => bmm(keys, query.unsqueeze(2)).squeeze(2);  // [B,S]
}
