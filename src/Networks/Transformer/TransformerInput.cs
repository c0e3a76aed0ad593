using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks.Embeddings;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>What the lowest layer of a Transformer reads: scaled token embeddings plus positions.</summary>
internal sealed class TransformerInput(ModelConfig config, Embedding tokens)
{
    private readonly double _scale = config.ScaleEmbedding ? Math.Sqrt(config.Width) : 1;

    /// <summary>Learned positions begin small beside the tokens, whose deviation is 1 once they are scaled.</summary>
    public PositionTable Positions { get; } = new(config, deviation: 0.1);

    public Dropout Dropout { get; } = nn.Dropout(config.Dropout);

    /// <summary>Ids [B,T] at positions 0 to T − 1 → [B,T,D].</summary>
    public Tensor Of(Tensor ids) => Of(ids, Positions.First(ids.shape[1]));

    /// <summary>Ids [B,T] at <paramref name="positions"/> [B,T] → [B,T,D].</summary>
    public Tensor At(Tensor ids, Tensor positions) =>
        Of(ids, Positions.At(positions.reshape(-1)).view(ids.shape[0], ids.shape[1], config.Width));

    private Tensor Of(Tensor ids, Tensor positions)
    {
        using var scope = NewDisposeScope();
        return Dropout.forward((tokens.forward(ids) * _scale) + positions).MoveToOuterDisposeScope();
    }
}
