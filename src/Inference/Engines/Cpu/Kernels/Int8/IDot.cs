using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

/// <summary>The operations that <see cref="VectorDots{TDot,TVector}"/> is written in; a lane is one output's 32-bit sum, or 4 of its weights.</summary>
internal interface IDot<TVector> where TVector : struct
{
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>The same 4 inputs in every lane.</summary>
    static abstract TVector Broadcast(int inputs);

    /// <summary>sum + Σ of 4 unsigned weights × 4 signed inputs in each lane.</summary>
    static abstract TVector DotAdd(TVector sum, TVector weights, TVector inputs);
}

/// <summary>One instruction, VPDPBUSD.</summary>
internal readonly struct DotVnni256 : IDot<Vector256<int>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Broadcast(int inputs) => Vector256.Create(inputs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> a, Vector256<int> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> DotAdd(Vector256<int> sum, Vector256<int> weights, Vector256<int> inputs) =>
        AvxVnni.MultiplyWideningAndAdd(sum, weights.AsByte(), inputs.AsSByte());
}

/// <summary>Even and odd bytes as 16-bit numbers, multiplied and added in pairs.</summary>
internal readonly struct DotAvx512 : IDot<Vector512<int>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Broadcast(int inputs) => Vector512.Create(inputs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> a, Vector512<int> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> DotAdd(Vector512<int> sum, Vector512<int> weights, Vector512<int> inputs)
    {
        var x = inputs.AsInt16();
        var even = Avx512BW.MultiplyAddAdjacent((weights & Vector512.Create(0x00FF00FF)).AsInt16(), (x << 8) >> 8);
        var odd = Avx512BW.MultiplyAddAdjacent((weights.AsUInt16() >> 8).AsInt16(), x >> 8);
        return sum + even + odd;
    }
}

/// <summary>As <see cref="DotAvx512"/>, half as wide.</summary>
internal readonly struct DotAvx2 : IDot<Vector256<int>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Broadcast(int inputs) => Vector256.Create(inputs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> a, Vector256<int> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> DotAdd(Vector256<int> sum, Vector256<int> weights, Vector256<int> inputs)
    {
        var x = inputs.AsInt16();
        var even = Avx2.MultiplyAddAdjacent((weights & Vector256.Create(0x00FF00FF)).AsInt16(), (x << 8) >> 8);
        var odd = Avx2.MultiplyAddAdjacent((weights.AsUInt16() >> 8).AsInt16(), x >> 8);
        return sum + even + odd;
    }
}

/// <summary>Products fit into 16 bits (255 · 127), their sums do not: pairs are widened before they are added.</summary>
internal readonly struct Dot128 : IDot<Vector128<int>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Broadcast(int inputs) => Vector128.Create(inputs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Add(Vector128<int> a, Vector128<int> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> DotAdd(Vector128<int> sum, Vector128<int> weights, Vector128<int> inputs)
    {
        var x = inputs.AsInt16();
        var even = ((weights & Vector128.Create(0x00FF00FF)).AsInt16() * ((x << 8) >> 8)).AsInt32();
        var odd = ((weights.AsUInt16() >> 8).AsInt16() * (x >> 8)).AsInt32();
        return sum + ((even << 16) >> 16) + (even >> 16) + ((odd << 16) >> 16) + (odd >> 16);
    }
}
