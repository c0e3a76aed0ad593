namespace Seq2SeqService.Inference;

/// <summary>One sentence of a text, and what its translation attended to where that was asked for; else there are no pieces.</summary>
/// <param name="Source">Pieces of the source as the model read them: the tag of the target language first where it has one, the end of sentence last.</param>
/// <param name="Target">Pieces of the best output, the end of sentence last unless the length limit ended it.</param>
/// <param name="Attention">A row for each target piece: the weights of the source's pieces, which sum to 1.</param>
public sealed record TranslatedSentence(IReadOnlyList<string> Source, IReadOnlyList<string> Target, IReadOnlyList<float[]> Attention)
{
    /// <summary>The sentence as it stands in the text; empty where a sentence was translated in parts and this is not the first of them.</summary>
    public string Text { get; init; } = "";

    /// <summary>Its translation, as it stands in the translated text.</summary>
    public string Translation { get; init; } = "";

    /// <summary>What guards found wrong with it.</summary>
    public IReadOnlyList<SentenceWarning> Warnings { get; init; } = [];
}
