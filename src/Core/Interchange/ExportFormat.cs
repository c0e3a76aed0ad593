namespace Seq2SeqService.Core.Interchange;

/// <summary>What a Transformer can be exported to.</summary>
public enum ExportFormat
{
    /// <summary>A MarianMT directory: the layout of published versions.</summary>
    HuggingFace,

    /// <summary>An <c>.npz</c> with vocabulary and <c>decoder.yml</c>.</summary>
    Marian,

    /// <summary>Marian as Bergamot runs it in browsers: a <c>.bin</c>, and SentencePiece models that are the vocabulary.</summary>
    Bergamot,

    /// <summary>A <c>model.bin</c> of version 6.</summary>
    CTranslate2,
}
