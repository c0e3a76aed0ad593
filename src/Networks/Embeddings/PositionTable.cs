using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Embeddings;

/// <summary>A vector for each position [P,D], learned or sinusoidal; sinusoidal ones are never stored.</summary>
internal sealed class PositionTable : nn.Module
{
    private readonly Tensor _table;

    /// <param name="deviation">Of the first values, where they are learned.</param>
    public PositionTable(ModelConfig config, double deviation)
        : base(nameof(PositionTable))
    {
        if (config.StaticPositions)
        {
            _table = SinusoidalPositions.Table(config.MaxPositions, config.Width);
            register_buffer("weight", _table, persistent: false);
        }
        else
        {
            var learned = nn.Parameter(nn.init.normal_(zeros(config.MaxPositions, config.Width), 0, deviation));
            _table = learned;
            register_parameter("weight", learned);
        }
    }

    /// <summary>Positions 0 to <paramref name="count"/> − 1 [T,D].</summary>
    public Tensor First(long count) => _table.narrow(0, 0, count);

    /// <summary>Position numbers [N] → [N,D].</summary>
    public Tensor At(Tensor positions) => _table.index_select(0, positions);
}
