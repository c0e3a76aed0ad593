using System.Runtime.CompilerServices;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>
/// The elementwise half of a recurrent step and the scores of additive attention; the specifications are <see cref="ReferenceKernels.Rnn"/>,
/// <see cref="ReferenceKernels.Gru"/>, <see cref="ReferenceKernels.Lstm"/> and <see cref="ReferenceKernels.AdditiveScore"/>. The products
/// W_ih x + b_ih and W_hh h + b_hh hold one run of <c>width</c> values for each gate, in PyTorch's order.
/// </summary>
internal static unsafe class RecurrentKernels<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>h' = tanh(x + h).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rnn(float* fromInput, float* fromState, float* state, int width)
    {
        var i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
            TSimd.Store(VectorMath<TSimd, TVector>.Tanh(TSimd.Add(TSimd.Load(fromInput + i), TSimd.Load(fromState + i))), state + i);

        for (; i < width; i++)
            state[i] = VectorMath<SimdPlain, float>.Tanh(fromInput[i] + fromState[i]);
    }

    /// <summary>Gates [r | z | n]: h' = (1 − z) · n + z · h with n = tanh(n_x + r · n_h).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gru(float* fromInput, float* fromState, float* state, int width)
    {
        var i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
            GruLanes<TSimd, TVector>(fromInput + i, fromState + i, state + i, width);

        for (; i < width; i++)
            GruLanes<SimdPlain, float>(fromInput + i, fromState + i, state + i, width);
    }

    /// <summary>Gates [i | f | g | o]: c' = f · c + i · g, h' = o · tanh(c').</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Lstm(float* fromInput, float* fromState, float* state, float* cell, int width)
    {
        var i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
            LstmLanes<TSimd, TVector>(fromInput + i, fromState + i, state + i, cell + i, width);

        for (; i < width; i++)
            LstmLanes<SimdPlain, float>(fromInput + i, fromState + i, state + i, cell + i, width);
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
    private static void GruLanes<TLaneSimd, TLanes>(float* fromInput, float* fromState, float* state, int width)
        where TLaneSimd : struct, ISimd<TLanes>
        where TLanes : struct
    {
        var r = VectorMath<TLaneSimd, TLanes>.Sigmoid(Sum<TLaneSimd, TLanes>(fromInput, fromState));
        var z = VectorMath<TLaneSimd, TLanes>.Sigmoid(Sum<TLaneSimd, TLanes>(fromInput + width, fromState + width));
        var n = VectorMath<TLaneSimd, TLanes>.Tanh(
            TLaneSimd.MultiplyAdd(r, TLaneSimd.Load(fromState + (2 * width)), TLaneSimd.Load(fromInput + (2 * width))));

        // (1 − z) · n + z · h = n + z · (h − n)
        TLaneSimd.Store(TLaneSimd.MultiplyAdd(z, TLaneSimd.Subtract(TLaneSimd.Load(state), n), n), state);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LstmLanes<TLaneSimd, TLanes>(float* fromInput, float* fromState, float* state, float* cell, int width)
        where TLaneSimd : struct, ISimd<TLanes>
        where TLanes : struct
    {
        var i = VectorMath<TLaneSimd, TLanes>.Sigmoid(Sum<TLaneSimd, TLanes>(fromInput, fromState));
        var f = VectorMath<TLaneSimd, TLanes>.Sigmoid(Sum<TLaneSimd, TLanes>(fromInput + width, fromState + width));
        var g = VectorMath<TLaneSimd, TLanes>.Tanh(Sum<TLaneSimd, TLanes>(fromInput + (2 * width), fromState + (2 * width)));
        var o = VectorMath<TLaneSimd, TLanes>.Sigmoid(Sum<TLaneSimd, TLanes>(fromInput + (3 * width), fromState + (3 * width)));

        var next = TLaneSimd.MultiplyAdd(f, TLaneSimd.Load(cell), TLaneSimd.Multiply(i, g));
        TLaneSimd.Store(next, cell);
        TLaneSimd.Store(TLaneSimd.Multiply(o, VectorMath<TLaneSimd, TLanes>.Tanh(next)), state);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Sum<TLaneSimd, TLanes>(float* fromInput, float* fromState)
        where TLaneSimd : struct, ISimd<TLanes>
        where TLanes : struct => TLaneSimd.Add(TLaneSimd.Load(fromInput), TLaneSimd.Load(fromState));
}
