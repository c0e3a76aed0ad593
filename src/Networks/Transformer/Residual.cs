using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>What stands around every part of a layer: dropout, the residual, and the norm behind the sum (post-norm) or before the part (pre-norm).</summary>
internal sealed class Residual(ModelConfig config)
{
    public Dropout Dropout { get; } = nn.Dropout(config.Dropout);

    public Tensor Around(Tensor x, LayerNorm norm, Func<Tensor, Tensor> part) => config.NormalizeBefore   // [B,T,D] → [B,T,D]
        ? x + Dropout.forward(part(norm.forward(x)))
        : norm.forward(x + Dropout.forward(part(x)));

    /// <summary>What a part of the layer reads [B,T,D].</summary>
    public Tensor Into(Tensor x, LayerNorm norm) => config.NormalizeBefore ? norm.forward(x) : x;
}
