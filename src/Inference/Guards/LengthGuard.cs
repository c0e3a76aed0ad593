using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Guards;

/// <summary>
/// Finds outputs that cannot say what the source says: many times longer or shorter, or ended by the length limit. Characters are weighed,
/// as an ideograph says about as much as three letters.
/// </summary>
internal static class LengthGuard
{
    private const double MostTimes = 2.5;
    private const double LeastTimes = 0.3;
    private const int Margin = 20;   // weight that a short sentence may gain or lose beside

    /// <param name="source">The sentence.</param>
    /// <param name="output">Its translation.</param>
    /// <param name="isCut">The length limit ended the output.</param>
    public static Fault? Check(string source, string output, bool isCut)
    {
        if (isCut)
            return new(FaultKind.TooLong, "The output came to no end; the length limit cut it.");

        var (from, to) = (Weight(source), Weight(output));
        if (to > (MostTimes * from) + Margin)
            return new(FaultKind.TooLong, $"The output of {output.Length} characters is far longer than the sentence of {source.Length}.");

        return to == 0 || to + Margin < LeastTimes * (from + Margin)
            ? new(FaultKind.TooShort, $"The output of {output.Length} characters is far shorter than the sentence of {source.Length}.")
            : null;
    }

    /// <summary>The output has no end of sentence, which would have a probability of its own.</summary>
    public static bool IsCut(Hypothesis hypothesis) => hypothesis.TokenLogProbabilities.Count == hypothesis.Tokens.Count;

    private static int Weight(string text) => text.Sum(letter => char.IsWhiteSpace(letter) ? 0 : letter >= '\u2E80' && !char.IsSurrogate(letter) ? 3 : 1);
}
