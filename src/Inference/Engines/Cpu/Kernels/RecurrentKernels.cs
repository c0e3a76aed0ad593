using System.Runtime.CompilerServices;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>
/// The elementwise half of a GRU step and the scores of additive attention; <see cref="ReferenceKernels.Gate"/> and
/// <see cref="ReferenceKernels.AdditiveScore"/> are the specifications.
/// </summary>
internal static unsafe class RecurrentKernels<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>
    /// The new state from W_ih x + b_ih and W_hh h + b_hh, [r | z | n] each of <paramref name="width"/>:
    /// h' = (1 − z) · n + z · h with n = tanh(n_x + r · n_h).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gate(float* fromInput, float* fromState, float* state, int width)
    {
        var i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
            GateLanes<TSimd, TVector>(fromInput + i, fromState + i, state + i, width);

        for (; i < width; i++)
            GateLanes<SimdPlain, float>(fromInput + i, fromState + i, state + i, width);
    }

    /// <summary>v · tanh(query + key).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float AdditiveScore(float* query, float* key, float* v, int width)
    {
        var lanes = TSimd.Create(0);
        var i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
        {
            var energy = VectorMath<TSimd, TVector>.Tanh(TSimd.Add(TSimd.Load(query + i), TSimd.Load(key + i)));
            lanes = TSimd.MultiplyAdd(energy, TSimd.Load(v + i), lanes);
        }

        var sum = TSimd.Sum(lanes);
        for (; i < width; i++)
            sum = SimdPlain.MultiplyAdd(VectorMath<SimdPlain, float>.Tanh(query[i] + key[i]), v[i], sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GateLanes<TLaneSimd, TLanes>(float* fromInput, float* fromState, float* state, int width)
        where TLaneSimd : struct, ISimd<TLanes>
        where TLanes : struct
    {
        var update = fromInput + width;
        var candidate = fromInput + (2 * width);
        var r = VectorMath<TLaneSimd, TLanes>.Sigmoid(TLaneSimd.Add(TLaneSimd.Load(fromInput), TLaneSimd.Load(fromState)));
        var z = VectorMath<TLaneSimd, TLanes>.Sigmoid(TLaneSimd.Add(TLaneSimd.Load(update), TLaneSimd.Load(fromState + width)));
        var n = VectorMath<TLaneSimd, TLanes>.Tanh(
            TLaneSimd.MultiplyAdd(r, TLaneSimd.Load(fromState + (2 * width)), TLaneSimd.Load(candidate)));

        // (1 − z) · n + z · h = n + z · (h − n)
        TLaneSimd.Store(TLaneSimd.MultiplyAdd(z, TLaneSimd.Subtract(TLaneSimd.Load(state), n), n), state);
    }
}
