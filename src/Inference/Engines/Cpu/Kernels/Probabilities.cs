using System.Runtime.CompilerServices;

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
        var factors = TSimd.Create(factor);

        var i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.Store(TSimd.Multiply(TSimd.Load(values + i), factors), values + i);

        for (; i < count; i++)
            values[i] *= factor;
    }

    /// <summary>
    /// The same for the scores of attention, which have room up to <see cref="HeadMemory.Padded"/>: whole vectors only, since most sentences
    /// end within one. What is left in the padding means nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SoftmaxPadded(float* scores, int count)
    {
        var least = TSimd.Create(float.NegativeInfinity);
        var lanes = least;
        for (var i = 0; i < count; i += TSimd.Count)
            lanes = TSimd.Max(lanes, TSimd.KeepFirst(TSimd.Load(scores + i), count - i, least));

        TVector greatest = TSimd.Create(TSimd.Greatest(lanes)), sums = TSimd.Create(0);
        for (var i = 0; i < count; i += TSimd.Count)
        {
            var exp = VectorMath<TSimd, TVector>.Exp(TSimd.Subtract(TSimd.Load(scores + i), greatest));
            TSimd.Store(exp, scores + i);
            sums = TSimd.Add(sums, TSimd.KeepFirst(exp, count - i, TSimd.Create(0)));
        }

        var factor = TSimd.Create(1 / TSimd.Sum(sums));
        for (var i = 0; i < count; i += TSimd.Count)
            TSimd.Store(TSimd.Multiply(TSimd.Load(scores + i), factor), scores + i);
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
        TVector shifts = TSimd.Create(shift), lanes = TSimd.Create(0);
        var i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            var exp = VectorMath<TSimd, TVector>.Exp(TSimd.Subtract(TSimd.Load(values + i), shifts));
            TSimd.Store(exp, values + i);
            lanes = TSimd.Add(lanes, exp);
        }

        var sum = TSimd.Sum(lanes);
        for (; i < count; i++)
            sum += values[i] = VectorMath<SimdPlain, float>.Exp(values[i] - shift);
        return sum;
    }
}
