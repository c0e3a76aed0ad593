namespace Seq2SeqService.Core.Scores;

internal static class ReferenceLists
{
    public static void Require(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references)
    {
        if (hypotheses.Count == 0)
            throw new ArgumentException("There is nothing to score: no hypotheses.", nameof(hypotheses));
        if (references.Count == 0)
            throw new ArgumentException("At least one list of references is needed.", nameof(references));

        foreach (var list in references)
        {
            if (list.Count != hypotheses.Count)
                throw new ArgumentException($"{hypotheses.Count} hypotheses cannot be compared with {list.Count} references.", nameof(references));
        }
    }
}
