using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>
/// softmax(q · keys · scale) · values for a group of queries; <see cref="ReferenceKernels.Attend"/> is the specification of one. Each of the
/// three stages runs over the whole group before the next, since the queries do not wait for one another, while the stages of one do.
/// For the same reason sums run in two halves, the even places and the odd ones. <c>scores</c> is room for
/// <see cref="QueryGroup.Scores"/> floats, [queries, padded positions]; it leaves with the weights.
/// </summary>
internal static unsafe class DotProductAttention<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Positions of a history that are scored together: their sums over lanes share instructions.</summary>
    private const int Together = 4;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Attend(QueryGroup queries, HeadMemory memory, float* scores, Rows results)
    {
        var weights = new Rows(scores, HeadMemory.Padded(memory.Positions));
        for (var i = 0; i < queries.Count; i++)
            Score(queries[i], queries.Width, queries.Scale, memory.Of(i), weights[i]);

        for (var i = 0; i < queries.Count; i += QueryGroup.Together)
            Probabilities<TSimd, TVector>.SoftmaxPadded(weights.From(i), memory.Positions);

        for (var i = 0; i < queries.Count; i++)
            Mix(weights[i], memory.Positions, memory.Of(i).Values, queries.Width, results[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AttendHistory(QueryGroup heads, HeadHistory history, float* scores, Rows results)
    {
        var weights = new Rows(scores, HeadMemory.Padded(history.Positions));
        for (var t = 0; t < history.Positions; t += Together)
        {
            for (var head = 0; head < heads.Count; head++)
                ScoreHistory(heads[head], heads, history.Of(head * heads.Width), t, weights[head] + t);
        }

        for (var head = 0; head < heads.Count; head += QueryGroup.Together)
            Probabilities<TSimd, TVector>.SoftmaxPadded(weights.From(head), history.Positions);

        for (var head = 0; head < heads.Count; head++)
            MixHistory(weights[head], history.Of(head * heads.Width), heads.Width, results[head]);
    }

    /// <summary>result = Σ weights[s] · values[s].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Score(float* query, int width, float scale, HeadMemory memory, float* scores)
    {
        for (var s = 0; s < memory.Positions; s += 2 * TSimd.Count)
        {
            // The second vector may lie beyond the padding; then it repeats the first.
            var second = s + TSimd.Count < memory.Positions ? TSimd.Count : 0;
            TVector left = TSimd.Create(0), right = TSimd.Create(0), leftOdd = TSimd.Create(0), rightOdd = TSimd.Create(0);
            var keys = memory.Keys.Start + s;
            var k = 0;
            for (; k < width - 1; k += 2, keys += 2 * memory.Keys.Stride)
            {
                TVector even = TSimd.Create(query[k]), odd = TSimd.Create(query[k + 1]);
                left = TSimd.MultiplyAdd(even, TSimd.Load(keys), left);
                right = TSimd.MultiplyAdd(even, TSimd.Load(keys + second), right);
                leftOdd = TSimd.MultiplyAdd(odd, TSimd.Load(keys + memory.Keys.Stride), leftOdd);
                rightOdd = TSimd.MultiplyAdd(odd, TSimd.Load(keys + memory.Keys.Stride + second), rightOdd);
            }

            if (k < width)
            {
                left = TSimd.MultiplyAdd(TSimd.Create(query[k]), TSimd.Load(keys), left);
                right = TSimd.MultiplyAdd(TSimd.Create(query[k]), TSimd.Load(keys + second), right);
            }

            var scales = TSimd.Create(scale);
            TSimd.Store(TSimd.Multiply(TSimd.Add(right, rightOdd), scales), scores + s + second);
            TSimd.Store(TSimd.Multiply(TSimd.Add(left, leftOdd), scales), scores + s);
        }
    }

    /// <summary>The scores of <see cref="Together"/> positions from t on; those beyond the last repeat it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ScoreHistory(float* query, QueryGroup group, HeadHistory history, int t, float* scores)
    {
        float* key0 = history.Key(t), key1 = history.Key(t + 1), key2 = history.Key(t + 2), key3 = history.Key(t + 3);
        TVector sum0 = TSimd.Create(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        var i = 0;
        for (; i <= group.Width - TSimd.Count; i += TSimd.Count)
        {
            var q = TSimd.Load(query + i);
            sum0 = TSimd.MultiplyAdd(q, TSimd.Load(key0 + i), sum0);
            sum1 = TSimd.MultiplyAdd(q, TSimd.Load(key1 + i), sum1);
            sum2 = TSimd.MultiplyAdd(q, TSimd.Load(key2 + i), sum2);
            sum3 = TSimd.MultiplyAdd(q, TSimd.Load(key3 + i), sum3);
        }

        var sums = TSimd.Sum(sum0, sum1, sum2, sum3);
        for (; i < group.Width; i++)
            sums += Vector128.Create(key0[i], key1[i], key2[i], key3[i]) * query[i];
        (sums * group.Scale).Store(scores);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
                float* value = history.Value(t) + i, next = history.Value(t + 1) + i;
                left = TSimd.MultiplyAdd(even, TSimd.Load(value), left);
                right = TSimd.MultiplyAdd(even, TSimd.Load(value + TSimd.Count), right);
                leftOdd = TSimd.MultiplyAdd(odd, TSimd.Load(next), leftOdd);
                rightOdd = TSimd.MultiplyAdd(odd, TSimd.Load(next + TSimd.Count), rightOdd);
            }

            if (t < history.Positions)
            {
                var value = history.Value(t) + i;
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
                sum = TSimd.MultiplyAdd(TSimd.Create(weights[t]), TSimd.Load(history.Value(t) + i), sum);
            TSimd.Store(sum, result + i);
        }

        for (; i < width; i++)
        {
            var sum = 0f;
            for (var t = 0; t < history.Positions; t++)
                sum = SimdPlain.MultiplyAdd(weights[t], history.Value(t)[i], sum);
            result[i] = sum;
        }
    }
}
