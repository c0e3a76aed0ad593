namespace Seq2SeqService.Inference;

/// <summary>One sentence of a text with what its translation attended to.</summary>
/// <param name="Source">Pieces of the source as the model read them: the tag of the target language first where it has one, the end of sentence last.</param>
/// <param name="Target">Pieces of the best output, the end of sentence last unless the length limit ended it.</param>
/// <param name="Attention">A row for each target piece: the weights of the source's pieces, which sum to 1.</param>
public sealed record TranslatedSentence(IReadOnlyList<string> Source, IReadOnlyList<string> Target, IReadOnlyList<float[]> Attention);
