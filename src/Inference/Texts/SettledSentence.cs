namespace Seq2SeqService.Inference.Texts;

/// <summary>A translated sentence.</summary>
/// <param name="Source">The sentence.</param>
/// <param name="Rendering">How it was translated.</param>
/// <param name="Outputs">What that gave, best first by the model's score.</param>
/// <param name="Best">The one that is answered.</param>
/// <param name="Warnings">What the guards found.</param>
internal sealed record SettledSentence(
    string Source, Rendering Rendering, IReadOnlyList<RenderedText> Outputs, int Best, IReadOnlyList<SentenceWarning> Warnings)
{
    public RenderedText Output => Outputs[Best];

    /// <summary>The best output for rank 0, and then the others, where nothing was lost of that which must not change.</summary>
    public RenderedText OutputAt(int rank)
    {
        var others = Outputs.Where((output, place) => place != Best && output.MaskFaults.Count <= Output.MaskFaults.Count).ToList();
        return rank == 0 || rank > others.Count ? Output : others[rank - 1];
    }
}
