using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Documents;

/// <summary>A document that was read: its texts, and all that stands between them.</summary>
public interface IDocument
{
    /// <summary>What is to be translated, in the order of the document.</summary>
    IReadOnlyList<DocumentText> Texts { get; }

    /// <summary>The document again with the translations in the place of the texts; all else is as it was.</summary>
    /// <param name="translations">One for each of <see cref="Texts"/>.</param>
    /// <param name="languages">For formats that name them.</param>
    byte[] Write(IReadOnlyList<string> translations, LanguagePair languages);
}
