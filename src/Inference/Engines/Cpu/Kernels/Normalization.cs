using System.Runtime.CompilerServices;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>Layer norm and the sums around it, a row at a time; <see cref="ReferenceKernels.Normalize"/> is the specification.</summary>
internal static unsafe class Normalization<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>y = (x − mean) / √(variance + ε) · gain + bias; y may be x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(float* x, NormWeights norm, float* y)
    {
        var width = norm.Width;
        float* gain = norm.Gain.Start, bias = norm.Bias.Start;
        var mean = Sum(x, width) / width;
        var scale = 1 / MathF.Sqrt((SquaredDeviations(x, width, mean) / width) + norm.Epsilon);
        TVector means = TSimd.Create(mean), scales = TSimd.Create(scale);

        var i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
        {
            var normal = TSimd.Multiply(TSimd.Subtract(TSimd.Load(x + i), means), scales);
            TSimd.Store(TSimd.MultiplyAdd(normal, TSimd.Load(gain + i), TSimd.Load(bias + i)), y + i);
        }

        for (; i < width; i++)
            y[i] = SimdPlain.MultiplyAdd((x[i] - mean) * scale, gain[i], bias[i]);
    }

    /// <summary>x += addend.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* x, float* addend, int count)
    {
        var i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.Store(TSimd.Add(TSimd.Load(x + i), TSimd.Load(addend + i)), x + i);

        for (; i < count; i++)
            x[i] += addend[i];
    }

    /// <summary>y = x · scale + addend: an embedding and its position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScaleAdd(float* x, float scale, float* addend, int count, float* y)
    {
        var scales = TSimd.Create(scale);
        var i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.Store(TSimd.MultiplyAdd(TSimd.Load(x + i), scales, TSimd.Load(addend + i)), y + i);

        for (; i < count; i++)
            y[i] = SimdPlain.MultiplyAdd(x[i], scale, addend[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(float* x, int width)
    {
        var lanes = TSimd.Create(0);
        var i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
            lanes = TSimd.Add(lanes, TSimd.Load(x + i));

        var sum = TSimd.Sum(lanes);
        for (; i < width; i++)
            sum += x[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SquaredDeviations(float* x, int width, float mean)
    {
        TVector lanes = TSimd.Create(0), means = TSimd.Create(mean);
        var i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
        {
            var deviation = TSimd.Subtract(TSimd.Load(x + i), means);
            lanes = TSimd.MultiplyAdd(deviation, deviation, lanes);
        }

        var sum = TSimd.Sum(lanes);
        for (; i < width; i++)
            sum = SimdPlain.MultiplyAdd(x[i] - mean, x[i] - mean, sum);
        return sum;
    }
}
