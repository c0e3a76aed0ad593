namespace Seq2SeqService.Inference.Glossaries;

/// <summary>A word, or several, that have one translation.</summary>
/// <param name="Source">As it stands in sources; with a small first letter also at the beginning of a sentence.</param>
/// <param name="Target">As it is to stand in translations; the source itself where it is not translated.</param>
public sealed record GlossaryTerm(string Source, string Target)
{
    /// <summary>It comes back as it stands in the source, and the model never sees it.</summary>
    public bool IsKept => Source == Target;
}
