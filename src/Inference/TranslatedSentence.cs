using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Alignment;
using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference;

/// <summary>One sentence of a text with what was asked about its translation.</summary>
/// <param name="Source">Pieces of the source as the model read them: the tag of the target language first where it has one, the end of sentence last.</param>
/// <param name="Target">Pieces of the best output, the end of sentence last unless the length limit ended it.</param>
/// <param name="Attention">
/// Where <see cref="DecodingOptions.WithAttention"/> asked for it, a row for each target piece: the weights of the source's pieces, which sum to 1.
/// </param>
public sealed record TranslatedSentence(IReadOnlyList<string> Source, IReadOnlyList<string> Target, IReadOnlyList<float[]> Attention)
{
    /// <summary>The sentence as it stands in the text; empty where a sentence was translated in parts and these are the pieces of a further one.</summary>
    public string Text { get; init; } = "";

    /// <summary>Its translation, as it stands in the translated text.</summary>
    public string Translation { get; init; } = "";

    /// <summary>What guards found wrong with it.</summary>
    public IReadOnlyList<SentenceWarning> Warnings { get; init; } = [];

    /// <summary>Where <see cref="DecodingOptions.WithAlignment"/> asked for it: which words go together, by their places in the texts.</summary>
    public IReadOnlyList<AlignedWords>? Alignment { get; init; }

    /// <summary>Where <see cref="TranslationRequest.WithConfidence"/> asked for it; words by their places in the translated text.</summary>
    public SentenceConfidence? Confidence { get; init; }
}
