using Seq2SeqService.Core.Tests.Interchange;

namespace Seq2SeqService.Training.Tests.Interchange;

/// <summary>Random tensors, and products with them as a format lays them out.</summary>
internal static class Matrices
{
    public static ForeignTensor Random(Random random, params long[] shape)
    {
        var spread = shape is [> 1, > 1] ? 1.5 / Math.Sqrt(shape[1]) : 0.5;
        return new(shape, [.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => (float)(((2 * random.NextDouble()) - 1) * spread))]);
    }

    /// <summary>y = x·W + b, W [inputs, outputs].</summary>
    public static double[] InputsFirst(double[] x, ForeignTensor weight, float[] bias) =>
        [.. bias.Select((offset, o) => offset + x.Select((value, i) => value * weight.Values[(i * bias.Length) + o]).Sum())];

    /// <summary>y = W·x + b of some rows, W [outputs, inputs].</summary>
    public static double[] OutputsFirst(double[] x, float[] weight, float[]? bias, Range rows)
    {
        var (start, count) = rows.GetOffsetAndLength(weight.Length / x.Length);
        return [.. Enumerable.Range(start, count).Select(o => (bias?[o] ?? 0) + x.Select((value, i) => value * weight[(o * x.Length) + i]).Sum())];
    }

    public static double[] Row(float[] matrix, int row, int width) => [.. matrix.Skip(row * width).Take(width).Select(value => (double)value)];

    /// <summary>Sines and then cosines of p / 10000^(i·step).</summary>
    public static double[] Sinusoid(int position, int width, double step) =>
    [
        .. Enumerable.Range(0, width).Select(i => position / Math.Pow(10000, (i % (width / 2)) * step) is var angle && i < width / 2 ? Math.Sin(angle) : Math.Cos(angle)),
    ];
}
