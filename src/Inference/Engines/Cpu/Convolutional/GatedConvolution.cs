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
        _product = new Linear(reader.Kernels, reader.Matrix(new MatrixPart($"{name}.weight", $"{name}.bias", 2 * channels, channels, kernel)
        {
            // A token's channels side by side, where the checkpoint has a channel's tokens.
            Columns = [.. from token in Enumerable.Range(0, kernel) from channel in Enumerable.Range(0, channels) select (channel * kernel) + token],
        }));
    }

    /// <summary>Windows [N, k·H], the oldest token first, to both halves of the channels in <paramref name="wide"/>, [N, 2H].</summary>
    public void Multiply(CrewMember me, Rows windows, int rows, Rows wide) => _product.Apply(me, windows, rows, wide);

    /// <summary>One row [2H] to its channels, [H].</summary>
    public void Gate(float* wide, float* y) => _kernels.Gate(wide, _channels, y);
}
