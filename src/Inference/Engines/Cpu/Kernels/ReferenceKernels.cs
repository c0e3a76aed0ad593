using Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>The specification of every kernel: plain loops, meant to be read. Tests hold each vector width against it.</summary>
internal static class ReferenceKernels
{
    /// <summary>y[r] = max(floor, W x[r] + b); each sum runs over the inputs in their order, rounded as the machine's multiply-add rounds.</summary>
    public static void Multiply(ReadOnlySpan<float> x, int rows, DenseWeights weights, Span<float> y, float floor)
    {
        var inputs = x.Length / rows;
        var outputs = y.Length / rows;
        for (var row = 0; row < rows; row++)
        {
            for (var output = 0; output < outputs; output++)
            {
                var sum = 0f;
                for (var i = 0; i < inputs; i++)
                    sum = MultiplyAdd(x[(row * inputs) + i], weights.Weight[(output * inputs) + i], sum);

                y[(row * outputs) + output] = Math.Max(floor, sum + (weights.Bias?[output] ?? 0));
            }
        }
    }

    /// <summary>
    /// x = value · scale to 255 levels; the scale is the greatest magnitude / 127, not a number where x has something that is none, and 0 where
    /// 127 / the greatest magnitude is no number.
    /// </summary>
    public static float Quantize(ReadOnlySpan<float> x, Span<sbyte> values)
    {
        var greatest = 0f;
        foreach (var value in x)
            greatest = float.IsFinite(value) ? Math.Max(greatest, Math.Abs(value)) : float.NaN;

        values.Clear();
        if (!float.IsFinite(127 / greatest))
            return float.IsNaN(greatest) ? float.NaN : 0;

        for (var i = 0; i < x.Length; i++)
            values[i] = (sbyte)MathF.Round(x[i] * (127 / greatest));
        return greatest / 127;
    }

    /// <summary>One row: y = max(floor, Σ x w · (s_w · s_x) + b), the sum exact.</summary>
    public static void MultiplyQuantized(ReadOnlySpan<sbyte> x, float scale, QuantizedWeights weights, Span<float> y, float floor)
    {
        for (var output = 0; output < y.Length; output++)
        {
            var sum = 0;
            for (var i = 0; i < x.Length; i++)
                sum += x[i] * weights.Weight.Values[(output * x.Length) + i];

            var result = MultiplyAdd(sum, weights.Weight.Scales[output] * scale, weights.Bias?[output] ?? 0);
            y[output] = Math.Max(floor, result);
        }
    }

    public static float Activate(Activation activation, float x) => activation switch
    {
        Activation.Relu => Math.Max(0, x),
        Activation.Gelu => (float)(x * NormalDistribution(x)),
        Activation.Swish => x * Sigmoid(x),
        Activation.Tanh => MathF.Tanh(x),
        _ => x,
    };

    /// <summary>y = (x − mean) / √(variance + ε) · gain + bias.</summary>
    public static void Normalize(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, Span<float> y, double epsilon = NormWeights.StandardEpsilon)
    {
        double mean = 0, variance = 0;
        foreach (var value in x)
            mean += (double)value / x.Length;
        foreach (var value in x)
            variance += (value - mean) * (value - mean) / x.Length;

        for (var i = 0; i < x.Length; i++)
            y[i] = (float)(((x[i] - mean) / Math.Sqrt(variance + epsilon) * gain[i]) + bias[i]);
    }

    /// <summary>y = (x + addend) · scale.</summary>
    public static void AddScale(ReadOnlySpan<float> x, ReadOnlySpan<float> addend, float scale, Span<float> y)
    {
        for (var i = 0; i < y.Length; i++)
            y[i] = (x[i] + addend[i]) * scale;
    }

    /// <summary>The gated linear unit of Dauphin et al. (2017): the first half of x times the sigmoid of the second.</summary>
    public static void Gate(ReadOnlySpan<float> x, Span<float> y)
    {
        for (var i = 0; i < y.Length; i++)
            y[i] = x[i] * Sigmoid(x[i + y.Length]);
    }

    public static void Softmax(Span<float> values)
    {
        var greatest = float.NegativeInfinity;
        foreach (var value in values)
            greatest = Math.Max(greatest, value);

        double sum = 0;
        foreach (var value in values)
            sum += Math.Exp(value - greatest);

        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(Math.Exp(values[i] - greatest) / sum);
    }

    /// <summary>result = Σ softmax(query · keys[s] · scale) · values[s]; keys and values are [S, K].</summary>
    public static void Attend(
        ReadOnlySpan<float> query, ReadOnlySpan<float> keys, ReadOnlySpan<float> values, float scale, Span<float> result)
    {
        var width = query.Length;
        var scores = new float[keys.Length / width];
        for (var s = 0; s < scores.Length; s++)
        {
            for (var k = 0; k < width; k++)
                scores[s] += query[k] * keys[(s * width) + k] * scale;
        }

        Softmax(scores);
        result.Clear();
        for (var s = 0; s < scores.Length; s++)
        {
            for (var k = 0; k < width; k++)
                result[k] += scores[s] * values[(s * width) + k];
        }
    }

    /// <summary>PyTorch's RNN: h' = tanh(x + h), both behind their products.</summary>
    public static void Rnn(ReadOnlySpan<float> fromInput, ReadOnlySpan<float> fromState, Span<float> state)
    {
        for (var i = 0; i < state.Length; i++)
            state[i] = MathF.Tanh(fromInput[i] + fromState[i]);
    }

    /// <summary>PyTorch's LSTM: i, f and o are sigmoids, g = tanh(g_x + g_h), c' = f · c + i · g, h' = o · tanh(c').</summary>
    public static void Lstm(ReadOnlySpan<float> fromInput, ReadOnlySpan<float> fromState, Span<float> state, Span<float> cell)
    {
        var width = state.Length;
        for (var j = 0; j < width; j++)
        {
            var i = Sigmoid(fromInput[j] + fromState[j]);
            var f = Sigmoid(fromInput[width + j] + fromState[width + j]);
            var g = MathF.Tanh(fromInput[(2 * width) + j] + fromState[(2 * width) + j]);
            var o = Sigmoid(fromInput[(3 * width) + j] + fromState[(3 * width) + j]);
            cell[j] = (f * cell[j]) + (i * g);
            state[j] = o * MathF.Tanh(cell[j]);
        }
    }

    /// <summary>PyTorch's GRU: r and z are sigmoids, n = tanh(n_x + r · n_h), h' = (1 − z) · n + z · h.</summary>
    public static void Gru(ReadOnlySpan<float> fromInput, ReadOnlySpan<float> fromState, Span<float> state)
    {
        var width = state.Length;
        for (var i = 0; i < width; i++)
        {
            var r = Sigmoid(fromInput[i] + fromState[i]);
            var z = Sigmoid(fromInput[width + i] + fromState[width + i]);
            var n = MathF.Tanh(fromInput[(2 * width) + i] + (r * fromState[(2 * width) + i]));
            state[i] = ((1 - z) * n) + (z * state[i]);
        }
    }

    /// <summary>v · tanh(query + key).</summary>
    public static float AdditiveScore(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> v)
    {
        double sum = 0;
        for (var i = 0; i < query.Length; i++)
            sum += v[i] * Math.Tanh(query[i] + key[i]);
        return (float)sum;
    }

    /// <summary>The k most probable ids that are not banned, with the natural logarithms of their probabilities; ties by id.</summary>
    public static (int Id, double LogProbability)[] Best(ReadOnlySpan<float> logits, int k, IReadOnlyList<int>? banned = null)
    {
        double sum = 0;
        foreach (var logit in logits)
            sum += Math.Exp(logit);

        var all = new List<(int Id, double LogProbability)>();
        for (var id = 0; id < logits.Length; id++)
        {
            if (banned is null || !banned.Contains(id))
                all.Add((id, logits[id] - Math.Log(sum)));
        }

        return [.. all.OrderByDescending(candidate => candidate.LogProbability).ThenBy(candidate => candidate.Id).Take(k)];
    }

    private static float MultiplyAdd(float a, float b, float c) =>
        Hardware.FusesMultiplyAdd ? MathF.FusedMultiplyAdd(a, b, c) : (a * b) + c;

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));

    /// <summary>Φ(x) = (1 + erf(x / √2)) / 2 by the series of erf.</summary>
    private static double NormalDistribution(double x)
    {
        if (Math.Abs(x) > 6)
            return x > 0 ? 1 : 0;

        // Φ(x) = 1/2 + φ(x) · (x + x³/3 + x⁵/15 + …)
        double term = x, sum = x;
        for (var n = 3; n < 200; n += 2)
            sum += term *= x * x / n;
        return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }
}
