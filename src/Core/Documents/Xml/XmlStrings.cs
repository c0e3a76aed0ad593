using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Documents.Xml;

/// <summary>An XML file and those of its elements that are translated in place.</summary>
/// <param name="finish">Writes the languages into the file, where its format names them.</param>
internal sealed class XmlStrings(XmlFile file, IReadOnlyList<XmlInline> strings, Action<LanguagePair>? finish = null) : IDocument
{
    public IReadOnlyList<DocumentText> Texts { get; } = [.. strings.Select(inline => inline.Text)];

    public byte[] Write(IReadOnlyList<string> translations, LanguagePair languages)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(translations.Count, strings.Count);
        foreach (var (inline, translation) in strings.Zip(translations))
            inline.Write(translation);

        finish?.Invoke(languages);
        return file.Write();
    }
}
