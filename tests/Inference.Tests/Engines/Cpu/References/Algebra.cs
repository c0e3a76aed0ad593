using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>Vectors in double precision, written for reading; nothing here is shared with the engine.</summary>
internal static class Algebra
{
    public static double[] Linear(ModelWeights weights, string name, double[] x) =>
        Linear(weights.Find($"{name}.weight").Values, weights.Find($"{name}.bias").Values, x);

    public static double[] Linear(float[] weight, float[]? bias, double[] x)
    {
        var y = new double[weight.Length / x.Length];
        for (var o = 0; o < y.Length; o++)
        {
            y[o] = bias?[o] ?? 0;
            for (var i = 0; i < x.Length; i++)
                y[o] += weight[(o * x.Length) + i] * x[i];
        }

        return y;
    }

    public static double[] Row(float[] matrix, int row, int width) => [.. matrix.Skip(row * width).Take(width).Select(value => (double)value)];

    public static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    public static double[] Map(double[] a, Func<double, double> function) => [.. a.Select(function)];

    public static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double[] Softmax(double[] scores)
    {
        var exps = Map(scores, score => Math.Exp(score - scores.Max()));
        return Map(exps, exp => exp / exps.Sum());
    }

    public static double[] LogSoftmax(double[] logits)
    {
        var logSum = logits.Max() + Math.Log(logits.Sum(logit => Math.Exp(logit - logits.Max())));
        return Map(logits, logit => logit - logSum);
    }

    /// <summary>Σ weights[s] · vectors[s].</summary>
    public static double[] Mix(double[] weights, IReadOnlyList<double[]> vectors) =>
        [.. Enumerable.Range(0, vectors[0].Length).Select(i => weights.Select((weight, s) => weight * vectors[s][i]).Sum())];

    /// <summary>Token embeddings [V, D] of one side.</summary>
    public static float[] Tokens(ModelConfig config, ModelWeights weights, string side) =>
        weights.Find(config.SharedEmbeddings ? "model.shared.weight" : $"model.{side}.embed_tokens.weight").Values;

    /// <summary>The output layer, [V].</summary>
    public static double[] Scores(ModelConfig config, ModelWeights weights, double[] hidden) => Linear(
        config.TiedOutput ? Tokens(config, weights, "decoder") : weights.Find("lm_head.weight").Values,
        weights.Find("final_logits_bias").Values,
        hidden);

    /// <summary>The mean of vectors of one length.</summary>
    public static double[] Mean(IReadOnlyList<double[]> vectors) => Mix([.. vectors.Select(_ => 1.0 / vectors.Count)], vectors);

    public static double[] Normalize(ModelWeights weights, string name, double[] x, double epsilon = 1e-5)
    {
        var mean = x.Average();
        var deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + epsilon);
        var (gain, bias) = (weights.Find($"{name}.weight").Values, weights.Find($"{name}.bias").Values);
        return [.. x.Select((value, i) => ((value - mean) / deviation * gain[i]) + bias[i])];
    }

    public static double Activate(string name, double x) => name switch
    {
        "relu" => Math.Max(0, x),
        "gelu" => x * (1 + Erf(x / Math.Sqrt(2))) / 2,
        _ => x * Sigmoid(x),
    };

    /// <summary>2/√π · ∫ e^(−t²) from 0 to x by Simpson's rule.</summary>
    public static double Erf(double x)
    {
        const int Steps = 2000;
        var h = x / Steps;
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++)
            sum += Math.Exp(-(i * h) * (i * h)) * (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2);
        return 2 / Math.Sqrt(Math.PI) * sum * h / 3;
    }
}
