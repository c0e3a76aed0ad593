using Seq2SeqService.Core.Documents.Xml;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Documents.Office;

/// <summary>The paragraphs of a Word document's parts.</summary>
internal sealed class WordDocument : IDocument
{
    private readonly ArchiveFile _archive;
    private readonly List<(string Name, XmlFile File)> _parts = [];
    private readonly List<WordParagraph> _paragraphs = [];

    public WordDocument(ArchiveFile archive, IReadOnlyList<string> parts)
    {
        _archive = archive;
        foreach (var name in parts)
        {
            var file = XmlFile.Read(archive[name]!, root: null);
            _parts.Add((name, file));
            _paragraphs.AddRange(file.Root.Descendants(WordParagraph.Names + "p").Select(paragraph => new WordParagraph(paragraph)).Where(paragraph => paragraph.HasWords));
        }

        Texts = [.. _paragraphs.Select(paragraph => paragraph.Text)];
    }

    public IReadOnlyList<DocumentText> Texts { get; }

    public byte[] Write(IReadOnlyList<string> translations, LanguagePair languages)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(translations.Count, _paragraphs.Count);
        foreach (var (paragraph, translation) in _paragraphs.Zip(translations))
            paragraph.Write(translation);

        foreach (var (name, file) in _parts)
            _archive[name] = file.Write();

        return _archive.Write();
    }
}
