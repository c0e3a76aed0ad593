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

    /// <summary>The references of one segment; an empty one says that this translator has none, unless all are empty.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<IReadOnlyList<string>> references, int segment)
    {
        var written = references.Select(list => list[segment]).Where(reference => reference.Length > 0).ToList();
        return written.Count > 0 ? written : [""];
    }
}
