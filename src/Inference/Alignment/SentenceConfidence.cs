using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Inference.Alignment;

/// <summary>How sure the model is of a word of its translation.</summary>
/// <param name="Text">The word.</param>
/// <param name="Place">Its characters in the translation.</param>
/// <param name="Confidence">The chance that a human translation has it too, 0 to 1.</param>
public sealed record ConfidentWord(string Text, TextRange Place, double Confidence);

/// <summary>How sure the model is of a sentence and of its words.</summary>
/// <param name="Confidence">The chance that the sentence is close to a human translation (chrF of 50 or more), 0 to 1.</param>
/// <param name="Words">The words of the translation in their order.</param>
public sealed record SentenceConfidence(double Confidence, IReadOnlyList<ConfidentWord> Words)
{
    /// <param name="target">The sentence's translation; its tokens may lack the end of sentence.</param>
    /// <param name="logProbabilities">Of its tokens, the end of sentence among them where there is one.</param>
    internal static SentenceConfidence Of(PlacedSentence target, IReadOnlyList<float> logProbabilities)
    {
        var mean = Math.Exp(logProbabilities.DefaultIfEmpty(0).Average());
        var sums = new double[target.Words.Count];
        var wordOfToken = target.WordOfToken();
        for (var token = 0; token < wordOfToken.Count; token++)
        {
            if (wordOfToken[token] >= 0)
                sums[wordOfToken[token]] += logProbabilities[token];
        }

        return new(
            ConfidenceCalibration.Sentence(mean),
            [.. target.Words.Select((place, i) =>
                new ConfidentWord(target.Text[place.Start..place.End], place, ConfidenceCalibration.Word(Math.Exp(sums[i]), mean)))]);
    }

    /// <summary>The same, of a sentence that stands that far behind the beginning of its text.</summary>
    internal SentenceConfidence Shift(int by) => this with { Words = [.. Words.Select(word => word with { Place = word.Place.Shift(by) })] };
}
