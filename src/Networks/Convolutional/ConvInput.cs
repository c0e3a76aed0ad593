using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks.Embeddings;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Convolutional;

/// <summary>What a convolutional side reads: token embeddings plus positions.</summary>
internal sealed class ConvInput(ModelConfig config, Embedding tokens)
{
    public PositionTable Positions { get; } = new(config, deviation: 0.1);

    public Dropout Dropout { get; } = nn.Dropout(config.Dropout);

    /// <summary>Ids [B,T] at positions 0 to T − 1 → [B,T,D].</summary>
    public Tensor Of(Tensor ids) => Dropout.forward(tokens.forward(ids) + Positions.First(ids.shape[1]));

    /// <summary>Ids [B] at <paramref name="positions"/> [B] → [B,1,D].</summary>
    public Tensor At(Tensor ids, Tensor positions) => Dropout.forward(tokens.forward(ids) + Positions.At(positions)).unsqueeze(1);
}
