using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Inference.Texts;

/// <summary>
/// Words that a model copies from source to output, found out when it is loaded: names first, as they fit wherever a noun does; then years,
/// which cross into any script.
/// </summary>
internal static class StandIns
{
    private static readonly string[] Candidates =
    [
        "Tom", "Boston", "England", "Paris", "London", "China", "Japan", "Berlin", "Chicago", "Robert", "Osaka", "Anna", "Einstein", "Harvard",
        "2013", "1987", "1996", "2004", "1979", "2008",
    ];

    /// <summary>The sources that show which words the model copies, in the order of the candidates that its vocabulary has.</summary>
    public static IEnumerable<(string Word, int[] Source)> Probes(Tokenizer tokenizer, Readability readability, string? target, int maxTokens)
    {
        foreach (var word in Candidates)
        {
            var source = tokenizer.EncodeSource($"1, {word}, 3.", target);
            if (readability.IsKnown(word) && !tokenizer.EncodeTarget(word).Contains(tokenizer.UnknownId) && source.Length <= maxTokens)
                yield return (word, source);
        }
    }

    /// <summary>Is the word in the output once, by itself?</summary>
    public static bool IsCopied(string word, string output) =>
        new MaskedSentence(word, [new(word, "", new(0, word.Length), 0)], 0).Restore(output).Found[0] == 1;
}
