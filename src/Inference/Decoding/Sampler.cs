namespace Seq2SeqService.Inference.Decoding;

/// <summary>
/// Draws a candidate from p^(1/temperature), among the smallest set of the most probable that reaches <see cref="DecodingOptions.TopP"/>
/// (temperature first, then top-k, then top-p, as in Hugging Face's generation). Each sentence has its own sequence of draws, so neither
/// neighbours nor threads change it.
/// </summary>
internal sealed class Sampler(DecodingOptions options)
{
    // A seeded Random keeps its sequence from release to release of .NET.
    private readonly Random _random = new(options.Seed);
    private readonly double[] _weights = new double[options.TopK];

    /// <summary>The rank drawn; <paramref name="logProbabilities"/> are ordered from the most probable.</summary>
    public int Draw(ReadOnlySpan<float> logProbabilities)
    {
        var weights = _weights.AsSpan(0, logProbabilities.Length);
        for (var rank = 0; rank < weights.Length; rank++)
            weights[rank] = Math.Exp((logProbabilities[rank] - logProbabilities[0]) / options.Temperature);

        var nucleus = Nucleus(weights);
        var total = Sum(weights[..nucleus]);
        var drawn = _random.NextDouble() * total;

        for (var rank = 0; rank < nucleus; rank++)
        {
            drawn -= weights[rank];
            if (drawn < 0)
                return rank;
        }

        return 0;   // rounding left nothing over: the most probable
    }

    private int Nucleus(ReadOnlySpan<double> weights)
    {
        var wanted = Sum(weights) * options.TopP;
        var count = 0;
        for (var reached = 0.0; count < weights.Length && reached < wanted; count++)
            reached += weights[count];

        return count;
    }

    private static double Sum(ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
            sum += weight;

        return sum;
    }
}
