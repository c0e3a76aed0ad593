using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Documents.Plain;

/// <summary>A stretch of a text file that is written anew.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="Length">Its characters; 0 inserts.</param>
/// <param name="Text">What is to be translated; null for a stretch that depends on the languages alone.</param>
internal sealed record Slot(int Start, int Length, DocumentText? Text)
{
    /// <summary>From the translation to what stands in the file.</summary>
    public Func<string, string> Write { get; init; } = translation => translation;

    /// <summary>For a slot without text.</summary>
    public Func<LanguagePair, string> WriteLanguage { get; init; } = _ => "";
}
