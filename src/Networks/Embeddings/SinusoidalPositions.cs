using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Embeddings;

/// <summary>
/// Fixed positions as MarianMT computes them: angle = p / 10000^(2i/D), sines in the first half of a row, cosines in the second
/// (Vaswani et al., 2017, interleave them).
/// </summary>
internal static class SinusoidalPositions
{
    public static Tensor Table(int positions, int width)                                   // [P,D]
    {
        var values = new float[positions * width];
        var half = width - (width / 2);
        for (var p = 0; p < positions; p++)
        {
            for (var i = 0; i < width; i++)
            {
                var angle = p / Math.Pow(10000, 2.0 * (i < half ? i : i - half) / width);
                values[(p * width) + i] = (float)(i < half ? Math.Sin(angle) : Math.Cos(angle));
            }
        }

        return tensor(values, [positions, width]);
    }
}
