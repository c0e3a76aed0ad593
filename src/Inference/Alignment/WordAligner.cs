using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Inference.Alignment;

/// <summary>
/// Makes word alignments of attention weights by competitive linking (Melamed, 2000): the strongest pair of words goes first and both are
/// taken; a word that is taken goes with another one only where the weight leaves no doubt.
/// </summary>
internal static class WordAligner
{
    /// <summary>Share of a target word's attention at which it goes with a source word, both of them free.</summary>
    private const float Enough = 0.12f;

    /// <summary>The same, one of them taken already: "des" for "of the".</summary>
    private const float Certain = 0.55f;

    /// <param name="source">The sentence as the network read it.</param>
    /// <param name="target">Its translation.</param>
    /// <param name="attention">For each target token, the end of sentence among them or not, the weight of each source token.</param>
    /// <returns>The pairs by their place in the source.</returns>
    public static IReadOnlyList<AlignedWords> Align(PlacedSentence source, PlacedSentence target, IReadOnlyList<float[]> attention)
    {
        var (sources, targets) = (source.Words, target.Words);
        var shares = Shares(source, target, attention);
        var (takenSources, takenTargets) = (new bool[sources.Count], new bool[targets.Count]);
        var pairs = new List<AlignedWords>();
        foreach (var (share, s, t) in Candidates(shares))
        {
            var taken = (takenSources[s] ? 1 : 0) + (takenTargets[t] ? 1 : 0);
            if (taken == 2 || (taken == 1 && share < Certain))
                continue;

            (takenSources[s], takenTargets[t]) = (true, true);
            pairs.Add(new(sources[s], targets[t]));
        }

        return [.. pairs.OrderBy(pair => pair.Source.Start).ThenBy(pair => pair.Target.Start)];
    }

    /// <summary>Pairs of words that may go together, the strongest first; of equal ones those nearest to the beginning.</summary>
    private static List<(float Share, int Source, int Target)> Candidates(float[,] shares)
    {
        var candidates = new List<(float Share, int Source, int Target)>();
        for (var t = 0; t < shares.GetLength(0); t++)
        {
            for (var s = 0; s < shares.GetLength(1); s++)
            {
                if (shares[t, s] >= Enough)
                    candidates.Add((shares[t, s], s, t));
            }
        }

        candidates.Sort((a, b) => a.Share != b.Share ? b.Share.CompareTo(a.Share) : a.Target != b.Target ? a.Target.CompareTo(b.Target) : a.Source.CompareTo(b.Source));
        return candidates;
    }

    /// <summary>What each source word has of the attention that a target word's tokens paid to words, [target words, source words].</summary>
    private static float[,] Shares(PlacedSentence source, PlacedSentence target, IReadOnlyList<float[]> attention)
    {
        var (sourceWords, targetWords) = (source.WordOfToken(), target.WordOfToken());
        var shares = new float[target.Words.Count, source.Words.Count];
        for (var t = 0; t < targetWords.Count; t++)
        {
            for (var s = 0; s < sourceWords.Count && targetWords[t] >= 0; s++)
            {
                if (sourceWords[s] >= 0)
                    shares[targetWords[t], sourceWords[s]] += attention[t][s];
            }
        }

        for (var t = 0; t < target.Words.Count; t++)
            Scale(shares, t);

        return shares;
    }

    private static void Scale(float[,] shares, int t)
    {
        var sum = 0f;
        for (var s = 0; s < shares.GetLength(1); s++)
            sum += shares[t, s];

        for (var s = 0; s < shares.GetLength(1) && sum > 0; s++)
            shares[t, s] /= sum;
    }
}
