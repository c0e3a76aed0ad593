using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;

namespace Seq2SeqService.Benchmarks.Machine;

/// <summary>
/// The most 8-bit multiply-adds that a thread can do, with the best instructions that this machine offers: independent sums in registers,
/// nothing read.
/// </summary>
internal sealed unsafe record Int8Peak(string Instruction, double OperationsPerRound, Action<int> Loop)
{
    private const int Sums = 12;
    private const int BlockBytes = 2048;

    private static readonly FloatBuffer Block = FloatBuffer.CopyOf(new float[BlockBytes / sizeof(float)]);

    /// <summary>All ways that this machine has; the fastest of them is its limit.</summary>
    public static IReadOnlyList<Int8Peak> Ways { get; } = [.. Find()];

    /// <summary>A product and its addition are two operations.</summary>
    private static IEnumerable<Int8Peak> Find()
    {
        if (VnniPeak.IsSupported)
            yield return new("VPDPBUSD 512", VnniPeak.OperationsPerRound, VnniPeak.Loop);
        if (AvxVnni.IsSupported)
            yield return new("VPDPBUSD 256", 2 * Sums * 32, rounds => Vnni256(rounds));
        if (Avx512BW.IsSupported)
            yield return new("VPMADDUBSW + VPMADDWD 512", 2 * BlockBytes, Pairs512);
        else if (Avx2.IsSupported)
            yield return new("VPMADDUBSW + VPMADDWD 256", 2 * BlockBytes, Pairs256);
        if (Dp.IsSupported)
            yield return new("SDOT 128", 2 * Sums * 16, rounds => Dot128(rounds));
        if (!Avx2.IsSupported && !Dp.IsSupported)
            yield return new("fp32, for want of 8-bit products", FloatPeak.Operations(1), rounds => FloatPeak.Loop(rounds));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Vnni256(int rounds)
    {
        Vector256<int> a = default, b = default, c = default, d = default, e = default, f = default;
        Vector256<int> g = default, h = default, i = default, j = default, k = default, l = default;
        var (x, y) = (Vector256.Create((byte)3), Vector256.Create((sbyte)2));
        for (var round = 0; round < rounds; round++)
        {
            a = AvxVnni.MultiplyWideningAndAdd(a, x, y);
            b = AvxVnni.MultiplyWideningAndAdd(b, x, y);
            c = AvxVnni.MultiplyWideningAndAdd(c, x, y);
            d = AvxVnni.MultiplyWideningAndAdd(d, x, y);
            e = AvxVnni.MultiplyWideningAndAdd(e, x, y);
            f = AvxVnni.MultiplyWideningAndAdd(f, x, y);
            g = AvxVnni.MultiplyWideningAndAdd(g, x, y);
            h = AvxVnni.MultiplyWideningAndAdd(h, x, y);
            i = AvxVnni.MultiplyWideningAndAdd(i, x, y);
            j = AvxVnni.MultiplyWideningAndAdd(j, x, y);
            k = AvxVnni.MultiplyWideningAndAdd(k, x, y);
            l = AvxVnni.MultiplyWideningAndAdd(l, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    private static void Pairs512(int rounds) => Pairs512((byte*)Block.Start, rounds);

    private static void Pairs256(int rounds) => Pairs256((byte*)Block.Start, rounds);

    /// <summary>The weights come from the first-level cache: with the same ones every time, the compiler would multiply once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Pairs512(byte* x, int rounds)
    {
        Vector512<int> a = default, b = default, c = default, d = default;
        var (y, ones) = (Vector512.Create((sbyte)2), Vector512.Create((short)1));
        for (var round = 0; round < rounds; round++)
        {
            for (var at = x; at < x + BlockBytes; at += 4 * 64)
            {
                a += Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(Vector512.Load(at), y), ones);
                b += Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(Vector512.Load(at + 64), y), ones);
                c += Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(Vector512.Load(at + 128), y), ones);
                d += Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(Vector512.Load(at + 192), y), ones);
            }
        }

        return Vector512.Sum(a + b + c + d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Pairs256(byte* x, int rounds)
    {
        Vector256<int> a = default, b = default, c = default, d = default;
        var (y, ones) = (Vector256.Create((sbyte)2), Vector256.Create((short)1));
        for (var round = 0; round < rounds; round++)
        {
            for (var at = x; at < x + BlockBytes; at += 4 * 32)
            {
                a += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(Vector256.Load(at), y), ones);
                b += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(Vector256.Load(at + 32), y), ones);
                c += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(Vector256.Load(at + 64), y), ones);
                d += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(Vector256.Load(at + 96), y), ones);
            }
        }

        return Vector256.Sum(a + b + c + d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Dot128(int rounds)
    {
        Vector128<int> a = default, b = default, c = default, d = default, e = default, f = default;
        Vector128<int> g = default, h = default, i = default, j = default, k = default, l = default;
        var (x, y) = (Vector128.Create((sbyte)3), Vector128.Create((sbyte)2));
        for (var round = 0; round < rounds; round++)
        {
            a = Dp.DotProduct(a, x, y);
            b = Dp.DotProduct(b, x, y);
            c = Dp.DotProduct(c, x, y);
            d = Dp.DotProduct(d, x, y);
            e = Dp.DotProduct(e, x, y);
            f = Dp.DotProduct(f, x, y);
            g = Dp.DotProduct(g, x, y);
            h = Dp.DotProduct(h, x, y);
            i = Dp.DotProduct(i, x, y);
            j = Dp.DotProduct(j, x, y);
            k = Dp.DotProduct(k, x, y);
            l = Dp.DotProduct(l, x, y);
        }

        return Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
