namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>What the tiles of one pair of vectors share: their weights and bias, and the least value of a result (0 is ReLU).</summary>
internal readonly unsafe struct TileTask(float* weights, float* bias, int inputs, float floor)
{
    public float* Weights { get; } = weights;

    public float* Bias { get; } = bias;

    public int Inputs { get; } = inputs;

    public float Floor { get; } = floor;
}
