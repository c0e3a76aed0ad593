using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>Softmax and its parts; <see cref="ReferenceKernels.Softmax"/> is the specification.</summary>
internal static unsafe class Probabilities<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Softmax(float* values, int count)
    {
        var greatest = Greatest(values, count);
        var sum = ExpInPlace(values, count, greatest);
        var factor = 1 / sum;

        var i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            Scale(values + i, factor);

        for (; i < count; i++)
            values[i] *= factor;
    }

    /// <summary>
    /// The same for four rows of attention scores at once, which have room up to <see cref="HeadMemory.Padded"/>: whole vectors only, since most
    /// sentences end within one or two, and what is done across lanes serves all four. What is left in the padding means nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SoftmaxPadded(Rows scores, int count)
    {
        float* row0 = scores[0], row1 = scores[1], row2 = scores[2], row3 = scores[3];
        var least = TSimd.Create(float.NegativeInfinity);
        TVector most0 = least, most1 = least, most2 = least, most3 = least;
        for (var i = 0; i < count; i += TSimd.Count)
        {
            most0 = TSimd.Max(most0, TSimd.KeepFirst(TSimd.Load(row0 + i), count - i, least));
            most1 = TSimd.Max(most1, TSimd.KeepFirst(TSimd.Load(row1 + i), count - i, least));
            most2 = TSimd.Max(most2, TSimd.KeepFirst(TSimd.Load(row2 + i), count - i, least));
            most3 = TSimd.Max(most3, TSimd.KeepFirst(TSimd.Load(row3 + i), count - i, least));
        }

        var greatest = TSimd.Greatest(most0, most1, most2, most3);
        TVector sum0 = TSimd.Create(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        for (var i = 0; i < count; i += TSimd.Count)
        {
            sum0 = TSimd.Add(sum0, TSimd.KeepFirst(ExpInPlace(row0 + i, greatest[0]), count - i, TSimd.Create(0)));
            sum1 = TSimd.Add(sum1, TSimd.KeepFirst(ExpInPlace(row1 + i, greatest[1]), count - i, TSimd.Create(0)));
            sum2 = TSimd.Add(sum2, TSimd.KeepFirst(ExpInPlace(row2 + i, greatest[2]), count - i, TSimd.Create(0)));
            sum3 = TSimd.Add(sum3, TSimd.KeepFirst(ExpInPlace(row3 + i, greatest[3]), count - i, TSimd.Create(0)));
        }

        var factors = Vector128<float>.One / TSimd.Sum(sum0, sum1, sum2, sum3);
        for (var i = 0; i < count; i += TSimd.Count)
        {
            Scale(row0 + i, factors[0]);
            Scale(row1 + i, factors[1]);
            Scale(row2 + i, factors[2]);
            Scale(row3 + i, factors[3]);
        }
    }

    /// <summary>The greatest value and Σ e^(value − greatest): what a block gives towards the log-sum-exp of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (float Greatest, float Sum) LogSumExpParts(float* values, int count)
    {
        var greatest = Greatest(values, count);
        TVector shifts = TSimd.Create(greatest), lanes = TSimd.Create(0);
        var i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            lanes = TSimd.Add(lanes, VectorMath<TSimd, TVector>.Exp(TSimd.Subtract(TSimd.Load(values + i), shifts)));

        var sum = TSimd.Sum(lanes);
        for (; i < count; i++)
            sum += VectorMath<SimdPlain, float>.Exp(values[i] - greatest);
        return (greatest, sum);
    }

    /// <summary>The first index from <paramref name="start"/> on whose value exceeds the threshold, or <paramref name="count"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int NextAbove(float* values, int start, int count, float threshold)
    {
        var thresholds = TSimd.Create(threshold);
        var i = start;
        while (i <= count - TSimd.Count && !TSimd.AnyGreater(TSimd.Load(values + i), thresholds))
            i += TSimd.Count;

        while (i < count && !(values[i] > threshold))
            i++;
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Greatest(float* values, int count)
    {
        var lanes = TSimd.Create(float.NegativeInfinity);
        var i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            lanes = TSimd.Max(lanes, TSimd.Load(values + i));

        var greatest = TSimd.Greatest(lanes);
        for (; i < count; i++)
            greatest = SimdPlain.Max(greatest, values[i]);
        return greatest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float ExpInPlace(float* values, int count, float shift)
    {
        var lanes = TSimd.Create(0);
        var i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            lanes = TSimd.Add(lanes, ExpInPlace(values + i, shift));

        var sum = TSimd.Sum(lanes);
        for (; i < count; i++)
            sum += values[i] = VectorMath<SimdPlain, float>.Exp(values[i] - shift);
        return sum;
    }

    /// <summary>e^(value − shift) of one vector, which is returned too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpInPlace(float* values, float shift)
    {
        var exp = VectorMath<TSimd, TVector>.Exp(TSimd.Subtract(TSimd.Load(values), TSimd.Create(shift)));
        TSimd.Store(exp, values);
        return exp;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale(float* values, float factor) =>
        TSimd.Store(TSimd.Multiply(TSimd.Load(values), TSimd.Create(factor)), values);
}
