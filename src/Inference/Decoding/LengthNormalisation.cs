namespace Seq2SeqService.Inference.Decoding;

/// <summary>
/// score = Σ log p / length^α, where the length counts the end of sentence (the convention of Marian and of Hugging Face's
/// <c>length_penalty</c>; not the ((5 + length) / 6)^α of Wu 2016). α = 1 is the mean, 0 the plain sum, and more favours longer outputs.
/// </summary>
internal static class LengthNormalisation
{
    public static double Score(double sum, int length, double alpha) => sum / Math.Pow(Math.Max(1, length), alpha);
}
