using System.Runtime.CompilerServices;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>
/// The elementwise half of a gated convolution and of the sums around it, a row at a time; the specifications are
/// <see cref="ReferenceKernels.Gate"/> and <see cref="ReferenceKernels.AddScale"/>.
/// </summary>
internal static unsafe class GatedKernels<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>y[i] = x[i] · σ(x[i + width]); y may be x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gate(float* x, int width, float* y)
    {
        var i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
            TSimd.Store(TSimd.Multiply(TSimd.Load(x + i), VectorMath<TSimd, TVector>.Sigmoid(TSimd.Load(x + width + i))), y + i);

        for (; i < width; i++)
            y[i] = x[i] * VectorMath<SimdPlain, float>.Sigmoid(x[width + i]);
    }

    /// <summary>y = (x + addend) · scale; y may be x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScale(float* x, float* addend, float scale, int count, float* y)
    {
        var scales = TSimd.Create(scale);
        var i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.Store(TSimd.Multiply(TSimd.Add(TSimd.Load(x + i), TSimd.Load(addend + i)), scales), y + i);

        for (; i < count; i++)
            y[i] = (x[i] + addend[i]) * scale;
    }
}
