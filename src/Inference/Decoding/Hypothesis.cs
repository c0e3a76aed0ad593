namespace Seq2SeqService.Inference.Decoding;

/// <summary>One finished output.</summary>
/// <param name="Tokens">Target tokens without start and end.</param>
/// <param name="Score">Length-normalised log-probability, comparable between hypotheses of one sentence.</param>
/// <param name="TokenLogProbabilities">Natural logarithm of each token's probability, the end of sentence last (absent when the length limit ended it).</param>
public sealed record Hypothesis(IReadOnlyList<int> Tokens, double Score, IReadOnlyList<float> TokenLogProbabilities)
{
    /// <summary>
    /// Where <see cref="DecodingOptions.WithAttention"/> asked for it, a row for each of <see cref="TokenLogProbabilities"/>: the weights of
    /// the source's tokens, the end of sentence among them, which sum to 1. Else empty.
    /// </summary>
    public IReadOnlyList<float[]> Attention { get; init; } = [];

    /// <summary>
    /// Where <see cref="DecodingOptions.WithAlignment"/> asked for it, rows like those of <see cref="Attention"/> from the heads that show which
    /// words go together; the same rows where the model names none. (In the last row only those heads that speak of their own step have a say.)
    /// </summary>
    public IReadOnlyList<float[]> Alignment { get; init; } = [];
}
