using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>A text of a request, plain or with tags, cut into sentences.</summary>
internal interface IPreparedText
{
    IEnumerable<Job> Jobs { get; }

    /// <summary>Puts the translation together; all <see cref="Jobs"/> must be done.</summary>
    TranslatedText Join(Tokenizer tokenizer, int alternatives, bool withConfidence);
}
