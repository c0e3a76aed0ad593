using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent.Attention;

/// <summary>
/// How a recurrent decoder looks at the encoder's outputs. The query is the top layer's state of the step before; what is found stands beside
/// the next token's embedding. Shapes: B batch, S source length, H decoder state, E encoder outputs, A what attention gives.
/// </summary>
internal abstract class SourceAttention(string name) : nn.Module(name)
{
    /// <summary>A, the width of what attention gives.</summary>
    public abstract int Width { get; }

    public static SourceAttention? Create(ModelConfig config) => config.Attention switch
    {
        AttentionKind.None => null,
        AttentionKind.Additive or AttentionKind.Concat => new AdditiveAttention(config),
        AttentionKind.Dot or AttentionKind.General => new ProductAttention(config),
        AttentionKind.ScaledDot => new HeadsAttention(config, heads: 1),
        _ => new HeadsAttention(config, config.DecoderHeads),
    };

    /// <summary>What is the same at every step, computed once.</summary>
    public abstract SourceMemory Remember(EncodedSource encoded);

    /// <summary>Query [B,H] → what it finds [B,A], and the weights of the source's tokens [B,S] (the mean over heads).</summary>
    public abstract (Tensor Found, Tensor Weights) Attend(Tensor query, SourceMemory memory);
}
