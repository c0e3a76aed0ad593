using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Inference.Alignment;

/// <summary>Which words of a sentence and of its translation go together.</summary>
public static class WordAlignment
{
    /// <param name="sentence">The source, which <paramref name="source"/> are the ids of.</param>
    /// <param name="target">Ids of the translation, with or without the end of sentence.</param>
    /// <param name="rows">For each target id the weight of each source id, as <see cref="Decoding.Hypothesis.Alignment"/> has them.</param>
    /// <returns>Pairs of words by their places in the two sentences, in the source's order.</returns>
    public static IReadOnlyList<AlignedWords> Of(
        Tokenizer tokenizer, string sentence, IReadOnlyList<int> source, IReadOnlyList<int> target, IReadOnlyList<float[]> rows)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        var translation = tokenizer.Decode(target, out var places);
        return WordAligner.Align(new(sentence, tokenizer.SourcePlaces(sentence, source)), new(translation, places), rows);
    }
}
