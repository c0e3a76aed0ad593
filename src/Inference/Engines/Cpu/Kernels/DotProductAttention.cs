using System.Runtime.CompilerServices;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>
/// softmax(q · keys · scale) · values for one query of one head; <see cref="ReferenceKernels.Attend"/> is the specification. Sums over positions
/// run in two halves, the even ones and the odd ones, so that one does not wait for the other.
/// <c>scores</c> is room for one float per position, rounded up to <see cref="HeadMemory.Padding"/>.
/// </summary>
internal static unsafe class DotProductAttention<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Attend(float* query, int width, float scale, HeadMemory memory, float* scores, float* result)
    {
        Score(query, width, scale, memory, scores);
        Probabilities<TSimd, TVector>.SoftmaxPadded(scores, memory.Positions);
        Mix(scores, memory.Positions, memory.Values, width, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AttendHistory(float* query, int width, float scale, HeadHistory history, float* scores, float* result)
    {
        for (var t = 0; t < history.Positions; t++)
        {
            var slot = history.Slots[t];
            scores[t] = Dot(query, history.Keys[slot], width) * scale;
            for (var next = width; next < 2 * width; next += HeadMemory.Padding)
            {
                Hardware.Prefetch(history.Keys[slot] + next);     // the next head's
                Hardware.Prefetch(history.Values[slot] + next);
            }
        }

        Probabilities<TSimd, TVector>.SoftmaxPadded(scores, history.Positions);
        MixHistory(scores, history, width, result);
    }

    /// <summary>result = Σ weights[s] · values[s].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mix(float* weights, int positions, Rows values, int width, float* result)
    {
        var i = 0;
        for (; i <= width - (2 * TSimd.Count); i += 2 * TSimd.Count)
        {
            TVector left = TSimd.Create(0), right = TSimd.Create(0), leftOdd = TSimd.Create(0), rightOdd = TSimd.Create(0);
            var value = values.Start + i;
            var s = 0;
            for (; s < positions - 1; s += 2, value += 2 * values.Stride)
            {
                TVector even = TSimd.Create(weights[s]), odd = TSimd.Create(weights[s + 1]);
                left = TSimd.MultiplyAdd(even, TSimd.Load(value), left);
                right = TSimd.MultiplyAdd(even, TSimd.Load(value + TSimd.Count), right);
                leftOdd = TSimd.MultiplyAdd(odd, TSimd.Load(value + values.Stride), leftOdd);
                rightOdd = TSimd.MultiplyAdd(odd, TSimd.Load(value + values.Stride + TSimd.Count), rightOdd);
            }

            if (s < positions)
            {
                left = TSimd.MultiplyAdd(TSimd.Create(weights[s]), TSimd.Load(value), left);
                right = TSimd.MultiplyAdd(TSimd.Create(weights[s]), TSimd.Load(value + TSimd.Count), right);
            }

            TSimd.Store(TSimd.Add(left, leftOdd), result + i);
            TSimd.Store(TSimd.Add(right, rightOdd), result + i + TSimd.Count);
        }

        for (; i <= width - TSimd.Count; i += TSimd.Count)
        {
            var sum = TSimd.Create(0);
            for (var s = 0; s < positions; s++)
                sum = TSimd.MultiplyAdd(TSimd.Create(weights[s]), TSimd.Load(values[s] + i), sum);
            TSimd.Store(sum, result + i);
        }

        for (; i < width; i++)
        {
            var sum = 0f;
            for (var s = 0; s < positions; s++)
                sum = SimdPlain.MultiplyAdd(weights[s], values[s][i], sum);
            result[i] = sum;
        }
    }

    /// <summary>scores[s] = query · keys[s] · scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Score(float* query, int width, float scale, HeadMemory memory, float* scores)
    {
        for (var s = 0; s < memory.Positions; s += 2 * TSimd.Count)
        {
            // The second vector may lie beyond the padding; then it repeats the first.
            var second = s + TSimd.Count < memory.Positions ? TSimd.Count : 0;
            TVector left = TSimd.Create(0), right = TSimd.Create(0);
            var keys = memory.Keys.Start + s;
            for (var k = 0; k < width; k++, keys += memory.Keys.Stride)
            {
                var q = TSimd.Create(query[k]);
                left = TSimd.MultiplyAdd(q, TSimd.Load(keys), left);
                right = TSimd.MultiplyAdd(q, TSimd.Load(keys + second), right);
            }

            var scales = TSimd.Create(scale);
            TSimd.Store(TSimd.Multiply(right, scales), scores + s + second);
            TSimd.Store(TSimd.Multiply(left, scales), scores + s);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixHistory(float* weights, HeadHistory history, int width, float* result)
    {
        var i = 0;
        for (; i <= width - (2 * TSimd.Count); i += 2 * TSimd.Count)
        {
            TVector left = TSimd.Create(0), right = TSimd.Create(0), leftOdd = TSimd.Create(0), rightOdd = TSimd.Create(0);
            var t = 0;
            for (; t < history.Positions - 1; t += 2)
            {
                TVector even = TSimd.Create(weights[t]), odd = TSimd.Create(weights[t + 1]);
                float* value = history.Values[history.Slots[t]] + i, next = history.Values[history.Slots[t + 1]] + i;
                left = TSimd.MultiplyAdd(even, TSimd.Load(value), left);
                right = TSimd.MultiplyAdd(even, TSimd.Load(value + TSimd.Count), right);
                leftOdd = TSimd.MultiplyAdd(odd, TSimd.Load(next), leftOdd);
                rightOdd = TSimd.MultiplyAdd(odd, TSimd.Load(next + TSimd.Count), rightOdd);
            }

            if (t < history.Positions)
            {
                var value = history.Values[history.Slots[t]] + i;
                left = TSimd.MultiplyAdd(TSimd.Create(weights[t]), TSimd.Load(value), left);
                right = TSimd.MultiplyAdd(TSimd.Create(weights[t]), TSimd.Load(value + TSimd.Count), right);
            }

            TSimd.Store(TSimd.Add(left, leftOdd), result + i);
            TSimd.Store(TSimd.Add(right, rightOdd), result + i + TSimd.Count);
        }

        for (; i <= width - TSimd.Count; i += TSimd.Count)
        {
            var sum = TSimd.Create(0);
            for (var t = 0; t < history.Positions; t++)
                sum = TSimd.MultiplyAdd(TSimd.Create(weights[t]), TSimd.Load(history.Values[history.Slots[t]] + i), sum);
            TSimd.Store(sum, result + i);
        }

        for (; i < width; i++)
        {
            var sum = 0f;
            for (var t = 0; t < history.Positions; t++)
                sum = SimdPlain.MultiplyAdd(weights[t], history.Values[history.Slots[t]][i], sum);
            result[i] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Dot(float* a, float* b, int width)
    {
        var lanes = TSimd.Create(0);
        var i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
            lanes = TSimd.MultiplyAdd(TSimd.Load(a + i), TSimd.Load(b + i), lanes);

        var sum = TSimd.Sum(lanes);
        for (; i < width; i++)
            sum = SimdPlain.MultiplyAdd(a[i], b[i], sum);
        return sum;
    }
}
