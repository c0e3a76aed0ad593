namespace Seq2SeqService.Training.Tests.Interchange;

/// <summary>
/// The Transformer of Vaswani et al. (2017) from its equations, in double precision, over the tensors of whatever format they lie in: parts
/// go by names of its own, such as <c>decoder.0.context.q</c>. Nothing here is shared with engines or imports.
/// </summary>
internal sealed record PlainTransformer
{
    public required int Width { get; init; }

    public required int EncoderLayers { get; init; }

    public required int DecoderLayers { get; init; }

    public required int Heads { get; init; }

    public bool NormalizesBefore { get; init; }

    public required double Epsilon { get; init; }

    public required Func<double, double> Activation { get; init; }

    /// <summary>Embedding of a token by side, not scaled yet; a token of -1 is the zeros from which some decoders start.</summary>
    public required Func<string, int, double[]> Embedding { get; init; }

    /// <summary>Vector of a position, by side.</summary>
    public required Func<string, int, double[]> Position { get; init; }

    public required Func<string, double[], double[]> Linear { get; init; }

    /// <summary>Gain and bias of a norm.</summary>
    public required Func<string, (float[] Gain, float[] Bias)> Norm { get; init; }

    /// <summary>Scores of all target pieces.</summary>
    public required Func<double[], double[]> Output { get; init; }

    public static double Relu(double x) => Math.Max(0, x);

    public static double Swish(double x) => x / (1 + Math.Exp(-x));

    /// <summary>Log-probabilities of every target piece after each of the target's tokens.</summary>
    public double[][] Decode(int[] source, int[] target)
    {
        var memory = Embed("encoder", source);
        for (var i = 0; i < EncoderLayers; i++)
        {
            memory = Part(memory, $"encoder.{i}.self", x => Attend($"encoder.{i}.self", x, x, isCausal: false));
            memory = Part(memory, $"encoder.{i}.ffn", x => FeedForward($"encoder.{i}.ffn", x));
        }

        memory = Top("encoder", memory);
        var y = Embed("decoder", target);
        for (var i = 0; i < DecoderLayers; i++)
        {
            y = Part(y, $"decoder.{i}.self", x => Attend($"decoder.{i}.self", x, x, isCausal: true));
            y = Part(y, $"decoder.{i}.context", x => Attend($"decoder.{i}.context", x, memory, isCausal: false));
            y = Part(y, $"decoder.{i}.ffn", x => FeedForward($"decoder.{i}.ffn", x));
        }

        return [.. Top("decoder", y).Select(row => LogSoftmax(Output(row)))];
    }

    private double[][] Embed(string side, int[] tokens) =>
        [.. tokens.Select((token, p) => Sum(token < 0 ? new double[Width] : [.. Embedding(side, token).Select(value => value * Math.Sqrt(Width))], Position(side, p)))];

    private double[][] Part(double[][] x, string norm, Func<double[][], double[][]> part) => NormalizesBefore
        ? [.. x.Zip(part([.. x.Select(row => Normalize(norm, row))]), Sum)]
        : [.. x.Zip(part(x), (row, change) => Normalize(norm, Sum(row, change)))];

    private double[][] Top(string side, double[][] x) => NormalizesBefore ? [.. x.Select(row => Normalize($"{side}.top", row))] : x;

    private double[][] FeedForward(string name, double[][] x) =>
        [.. x.Select(row => Linear($"{name}.2", [.. Linear($"{name}.1", row).Select(Activation)]))];

    private double[][] Attend(string name, double[][] x, double[][] memory, bool isCausal)
    {
        var k = Width / Heads;
        double[][] keys = [.. memory.Select(row => Linear($"{name}.k", row))], values = [.. memory.Select(row => Linear($"{name}.v", row))];
        return [.. x.Select((row, t) =>
        {
            var query = Linear($"{name}.q", row);
            var seen = isCausal ? t + 1 : keys.Length;
            var joined = new double[Width];
            for (var head = 0; head < Heads; head++)
            {
                var columns = Enumerable.Range(head * k, k).ToArray();
                var weights = Softmax([.. keys.Take(seen).Select(key => columns.Sum(c => query[c] * key[c]) / Math.Sqrt(k))]);
                foreach (var c in columns)
                    joined[c] = weights.Select((weight, s) => weight * values[s][c]).Sum();
            }

            return Linear($"{name}.o", joined);
        })];
    }

    private double[] Normalize(string name, double[] x)
    {
        var (gain, bias) = Norm(name);
        var mean = x.Average();
        var deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + Epsilon);
        return [.. x.Select((value, i) => ((value - mean) / deviation * gain[i]) + bias[i])];
    }

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static double[] Softmax(double[] scores)
    {
        double[] powers = [.. scores.Select(score => Math.Exp(score - scores.Max()))];
        return [.. powers.Select(power => power / powers.Sum())];
    }

    private static double[] LogSoftmax(double[] scores)
    {
        var log = scores.Max() + Math.Log(scores.Sum(score => Math.Exp(score - scores.Max())));
        return [.. scores.Select(score => score - log)];
    }
}
