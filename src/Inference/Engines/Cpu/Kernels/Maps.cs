using System.Runtime.CompilerServices;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>A function of one value, written once for every width.</summary>
internal interface IMap
{
    static abstract TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

/// <summary>Applies a function to a run of values in place.</summary>
internal static unsafe class Map<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TMap>(float* values, int count) where TMap : struct, IMap
    {
        var i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.Store(TMap.Apply<TSimd, TVector>(TSimd.Load(values + i)), values + i);

        for (; i < count; i++)
            values[i] = TMap.Apply<SimdPlain, float>(values[i]);
    }
}

internal readonly struct ReluMap : IMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Max(TSimd.Create(0f), x);
}

internal readonly struct GeluMap : IMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var erf = VectorMath<TSimd, TVector>.Erf(TSimd.Multiply(x, TSimd.Create(0.707106781f)));
        return TSimd.Multiply(TSimd.Multiply(x, TSimd.Create(0.5f)), TSimd.Add(TSimd.Create(1f), erf));
    }
}

internal readonly struct SwishMap : IMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Multiply(x, VectorMath<TSimd, TVector>.Sigmoid(x));
}

internal readonly struct TanhMap : IMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => VectorMath<TSimd, TVector>.Tanh(x);
}
