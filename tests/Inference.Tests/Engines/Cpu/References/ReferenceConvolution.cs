using Seq2SeqService.Core.Checkpoints;
using static Seq2SeqService.Inference.Tests.Engines.Cpu.References.Algebra;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>What both sides of a convolutional network do: embeddings with positions, and convolutions with gated linear units.</summary>
internal sealed class ReferenceConvolution(ModelConfig config, ModelWeights weights, string side, int channels)
{
    /// <summary>(a + b) · √½.</summary>
    public static double[] Half(double[] a, double[] b) => Map(Add(a, b), value => value * Math.Sqrt(0.5));

    public double[][] Embed(int[] tokens) =>
        [.. tokens.Select((token, p) => Add(Row(Tokens(config, weights, side), token, config.Width), Position(p)))];

    /// <summary>y[t] = GLU(b + Σ_j W[:, :, j] x[t − before + j]); beyond both ends there are zeros.</summary>
    public double[][] Convolve(int layer, double[][] x, int kernel, int before)
    {
        var weight = weights.Find($"model.{side}.layers.{layer}.conv.weight").Values;
        var bias = weights.Find($"model.{side}.layers.{layer}.conv.bias").Values;
        return [.. x.Select((_, t) => Gate([.. Enumerable.Range(0, 2 * channels).Select(output => bias[output] + Sum(output, t))]))];

        double Sum(int output, int t)
        {
            var sum = 0.0;
            for (var j = 0; j < kernel; j++)
            {
                var seen = t - before + j;
                for (var c = 0; c < channels && seen >= 0 && seen < x.Length; c++)
                    sum += weight[(((output * channels) + c) * kernel) + j] * x[seen][c];
            }

            return sum;
        }
    }

    private double[] Gate(double[] wide) => [.. wide.Take(channels).Zip(wide.Skip(channels), (value, gate) => value * Sigmoid(gate))];

    private double[] Position(int p)
    {
        if (!config.StaticPositions)
            return Row(weights.Find($"model.{side}.embed_positions.weight").Values, p, config.Width);

        var half = config.Width / 2;
        return [.. Enumerable.Range(0, config.Width).Select(i =>
        {
            var angle = p / Math.Pow(10000, 2.0 * (i % half) / config.Width);
            return i < half ? Math.Sin(angle) : Math.Cos(angle);
        })];
    }
}
