using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Benchmarks.Machine;

/// <summary>The most fp32 multiply-adds that a thread can do: independent sums in registers, nothing read.</summary>
internal static class FloatPeak
{
    private const int MostSums = 16;

    /// <summary>Operations of <see cref="Loop"/>; a multiply-add is two.</summary>
    public static double Operations(int rounds) => Hardware.WidestPath switch
    {
        VectorPath.Vector512 => 2.0 * MostSums * 16 * rounds,
        VectorPath.Vector256 => 2.0 * Few<Simd256, Vector256<float>>.Sums * 8 * rounds,
        VectorPath.Vector128 => 2.0 * Few<Simd128, Vector128<float>>.Sums * 4 * rounds,
        _ => 2.0 * Few<SimdPlain, float>.Sums * rounds,
    };

    public static float Loop(int rounds) => Hardware.WidestPath switch
    {
        VectorPath.Vector512 => Sums512(rounds),
        VectorPath.Vector256 => Few<Simd256, Vector256<float>>.Loop(rounds),
        VectorPath.Vector128 => Few<Simd128, Vector128<float>>.Loop(rounds),
        _ => Few<SimdPlain, float>.Loop(rounds),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Sums512(int rounds)
    {
        Vector512<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        Vector512<float> i = default, j = default, k = default, l = default, m = default, n = default, o = default, p = default;
        var (x, y) = (Vector512.Create(1.0001f), Vector512.Create(0.9999f));
        for (var round = 0; round < rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(x, y, a);
            b = Vector512.FusedMultiplyAdd(x, y, b);
            c = Vector512.FusedMultiplyAdd(x, y, c);
            d = Vector512.FusedMultiplyAdd(x, y, d);
            e = Vector512.FusedMultiplyAdd(x, y, e);
            f = Vector512.FusedMultiplyAdd(x, y, f);
            g = Vector512.FusedMultiplyAdd(x, y, g);
            h = Vector512.FusedMultiplyAdd(x, y, h);
            i = Vector512.FusedMultiplyAdd(x, y, i);
            j = Vector512.FusedMultiplyAdd(x, y, j);
            k = Vector512.FusedMultiplyAdd(x, y, k);
            l = Vector512.FusedMultiplyAdd(x, y, l);
            m = Vector512.FusedMultiplyAdd(x, y, m);
            n = Vector512.FusedMultiplyAdd(x, y, n);
            o = Vector512.FusedMultiplyAdd(x, y, o);
            p = Vector512.FusedMultiplyAdd(x, y, p);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p);
    }

    /// <summary>For machines with 16 registers: 12 sums are more than two multipliers of four or five cycles can keep busy.</summary>
    private static class Few<TSimd, TVector>
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        public const int Sums = 12;

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public static float Loop(int rounds)
        {
            TVector a = default, b = default, c = default, d = default, e = default, f = default;
            TVector g = default, h = default, i = default, j = default, k = default, l = default;
            var (x, y) = (TSimd.Create(1.0001f), TSimd.Create(0.9999f));
            for (var round = 0; round < rounds; round++)
            {
                a = TSimd.MultiplyAdd(x, y, a);
                b = TSimd.MultiplyAdd(x, y, b);
                c = TSimd.MultiplyAdd(x, y, c);
                d = TSimd.MultiplyAdd(x, y, d);
                e = TSimd.MultiplyAdd(x, y, e);
                f = TSimd.MultiplyAdd(x, y, f);
                g = TSimd.MultiplyAdd(x, y, g);
                h = TSimd.MultiplyAdd(x, y, h);
                i = TSimd.MultiplyAdd(x, y, i);
                j = TSimd.MultiplyAdd(x, y, j);
                k = TSimd.MultiplyAdd(x, y, k);
                l = TSimd.MultiplyAdd(x, y, l);
            }

            return Sum(a, b, c, d) + Sum(e, f, g, h) + Sum(i, j, k, l);
        }

        private static float Sum(TVector a, TVector b, TVector c, TVector d) =>
            TSimd.Sum(TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)));
    }
}
