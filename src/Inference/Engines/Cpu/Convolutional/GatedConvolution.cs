using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Convolutional;

/// <summary>
/// A convolution over k tokens and its gated linear unit: what the k tokens hold lies side by side in one row, so that a convolution is one
/// product. Shapes: N rows, H channels, k kernel.
/// </summary>
internal sealed unsafe class GatedConvolution
{
    /// <summary>√½ keeps the spread of a sum that of its two parts (Gehring et al., 2017).</summary>
    public const float SumScale = 0.70710678f;

    private readonly KernelSet _kernels;
    private readonly Linear _product;
    private readonly int _channels;

    /// <summary>Reads <c>{name}.weight</c> [2H, H, k] and <c>{name}.bias</c> [2H].</summary>
    public GatedConvolution(WeightReader reader, string name, int channels, int kernel)
    {
        _kernels = reader.Kernels;
        _channels = channels;
        var weight = ByTokens(reader.Weights.Get($"{name}.weight", 2 * channels, channels, kernel), channels, kernel);
        var dense = new DenseWeights(weight, reader.Weights.Get($"{name}.bias", 2 * channels));
        _product = new Linear(reader.Kernels, PackedMatrix.Pack(kernel * channels, dense));
    }

    /// <summary>Windows [N, k·H], the oldest token first, to both halves of the channels in <paramref name="wide"/>, [N, 2H].</summary>
    public void Multiply(CrewMember me, Rows windows, int rows, Rows wide) => _product.Apply(me, windows, rows, wide);

    /// <summary>One row [2H] to its channels, [H].</summary>
    public void Gate(float* wide, float* y) => _kernels.Gate(wide, _channels, y);

    /// <summary>[2H, H, k] → [2H, k·H].</summary>
    private static float[] ByTokens(float[] weight, int channels, int kernel)
    {
        var arranged = new float[weight.Length];
        for (var output = 0; output < 2 * channels; output++)
        {
            var row = output * channels * kernel;
            for (var channel = 0; channel < channels; channel++)
            {
                for (var token = 0; token < kernel; token++)
                    arranged[row + (token * channels) + channel] = weight[row + (channel * kernel) + token];
            }
        }

        return arranged;
    }
}
