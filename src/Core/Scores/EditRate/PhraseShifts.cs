namespace Seq2SeqService.Core.Scores.EditRate;

/// <summary>
/// Tercom's greedy search as sacreBLEU has it: the move of a phrase that saves most edits is made as long as one saves any. A move costs one edit.
/// </summary>
internal static class PhraseShifts
{
    private const int MaxCandidates = 1000;   // of one segment, over all its moves

    /// <summary>Edits that make the hypothesis the reference.</summary>
    public static int Edits(IReadOnlyList<string> hypothesis, IReadOnlyList<string> reference)
    {
        if (reference.Count == 0)
            return hypothesis.Count;

        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        return Edits(Ids(hypothesis, ids), Ids(reference, ids));
    }

    private static int Edits(int[] words, int[] reference)
    {
        var distance = new EditDistance(reference, words.Length);
        var (moves, candidates) = (0, 0);
        while (Best(words, reference, distance, ref candidates) is { Gain: > 0 } best && candidates < MaxCandidates)
        {
            words = best.Words;
            moves++;
        }

        return moves + distance.Of(words);
    }

    private static Shift? Best(int[] words, int[] reference, EditDistance distance, ref int candidates)
    {
        var before = distance.Of(words);
        var alignment = new WordAlignment(distance.Path());
        Shift? best = null;

        foreach (var phrase in Phrase.Common(words, reference).Where(alignment.MayMove))
        {
            foreach (var target in alignment.Targets(phrase))
            {
                var moved = phrase.Move(words, target);
                var shift = new Shift(before - distance.Of(moved), phrase.Length, -phrase.Start, -target, moved);
                if (best is null || shift.Rank.CompareTo(best.Rank) > 0)
                    best = shift;
                candidates++;
            }

            if (candidates >= MaxCandidates)
                break;
        }

        return best;
    }

    private static int[] Ids(IReadOnlyList<string> words, Dictionary<string, int> ids)
    {
        foreach (var word in words)
            ids.TryAdd(word, ids.Count);

        return [.. words.Select(word => ids[word])];
    }

    /// <summary>A move, better by its gain, then its length, then its beginning, then its target.</summary>
    private sealed record Shift(int Gain, int Length, int Earliness, int TargetEarliness, int[] Words)
    {
        public (int, int, int, int) Rank => (Gain, Length, Earliness, TargetEarliness);
    }
}
