using Seq2SeqService.Inference.Engines.Cpu.Buffers;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>Gain and bias of a layer norm.</summary>
internal sealed class NormWeights(float[] gain, float[] bias, float epsilon = NormWeights.StandardEpsilon)
{
    /// <summary>PyTorch's default.</summary>
    public const float StandardEpsilon = 1e-5f;

    /// <summary>Added to the variance.</summary>
    public float Epsilon { get; } = epsilon;

    public FloatBuffer Gain { get; } = FloatBuffer.CopyOf(gain);

    public FloatBuffer Bias { get; } = FloatBuffer.CopyOf(bias);

    public int Width => Gain.Capacity;
}
