namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>What a tile of one pair of vectors works on: weights and bias, the least value of a result (0 is ReLU), and what to fetch meanwhile.</summary>
internal readonly unsafe struct TileTask(float* weights, float* bias, int inputs, float floor, Lookahead ahead)
{
    public float* Weights { get; } = weights;

    public float* Bias { get; } = bias;

    public int Inputs { get; } = inputs;

    public float Floor { get; } = floor;

    public Lookahead Ahead { get; } = ahead;
}
