using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Training.Data;

namespace Seq2SeqService.Training.Shortlists;

/// <summary>Learns from pairs which target tokens a source token calls for.</summary>
/// <param name="Best">Translations of one source token that are listed.</param>
/// <param name="Frequent">The most frequent target tokens, listed for every sentence.</param>
internal sealed record ShortlistMaker(int Best, int Frequent)
{
    private const int Passes = 5;

    /// <summary>Translations of one source token that are thought of; what stands beside it less often is no translation worth listing.</summary>
    private const int Candidates = 512;

    /// <param name="vocabulary">Tokens of either side are 0 to this number less one.</param>
    /// <param name="needed">Tokens that every list must have: the end of sentence, the unknown token.</param>
    public Shortlist Make(IReadOnlyList<EncodedPair> pairs, int vocabulary, IReadOnlyList<int> needed, CancellationToken cancel)
    {
        var counts = Count(pairs, vocabulary);
        var table = TranslationTable.Learn(pairs, CoOccurrences.Of(pairs, vocabulary, Math.Max(Candidates, Best)), Passes, cancel);
        var frequent = Enumerable.Range(0, vocabulary)
            .Where(token => counts[token] > 0)
            .OrderByDescending(token => counts[token])
            .ThenBy(token => token)
            .Take(Frequent);

        return new Shortlist(
            needed.Concat(frequent).Distinct().Order(),
            [.. Enumerable.Range(0, vocabulary).Select(source => ListOf(source, table, counts))]);
    }

    /// <summary>A token may always stand for itself where targets have it, as names and numbers do.</summary>
    private int[] ListOf(int source, TranslationTable table, int[] counts)
    {
        var best = table.Best(source, Best).Select(translation => translation.Target);
        return [.. (counts[source] > 0 ? best.Append(source) : best).Distinct().Order()];
    }

    private static int[] Count(IReadOnlyList<EncodedPair> pairs, int vocabulary)
    {
        var counts = new int[vocabulary];
        foreach (var pair in pairs)
        {
            foreach (var target in pair.Target)
                counts[target]++;
        }

        return counts;
    }
}
