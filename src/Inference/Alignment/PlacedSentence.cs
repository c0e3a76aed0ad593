using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Inference.Alignment;

/// <summary>A sentence of the source or of the translation, with the characters that each of its tokens stands for.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Tokens">A range for each token; empty for tags and the end of sentence.</param>
internal sealed record PlacedSentence(string Text, IReadOnlyList<TextRange> Tokens)
{
    public IReadOnlyList<TextRange> Words { get; } = Core.Text.Words.Of(Text);

    /// <summary>For each token the word that it is most a part of, or -1.</summary>
    public IReadOnlyList<int> WordOfToken()
    {
        var words = new int[Tokens.Count];
        var word = 0;
        for (var token = 0; token < words.Length; token++)
        {
            while (word < Words.Count && Words[word].End <= Tokens[token].Start)
                word++;

            words[token] = Best(Tokens[token], word);
        }

        return words;
    }

    private int Best(TextRange token, int first)
    {
        var best = -1;
        for (var word = first; word < Words.Count && Words[word].Start < token.End; word++)
        {
            if (best < 0 || Words[word].Overlap(token) > Words[best].Overlap(token))
                best = word;
        }

        return best;
    }
}
