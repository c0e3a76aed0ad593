using Seq2SeqService.Core.Markup;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Documents;

/// <summary>All texts of a document without their tags, as a translator takes them; with aligned translations it is written again.</summary>
public sealed class DocumentParagraphs
{
    private readonly IDocument _document;
    private readonly List<MarkupDocument?> _markups;   // [text of the document]

    public DocumentParagraphs(IDocument document)
    {
        _document = document;
        try
        {
            _markups = [.. document.Texts.Select(text => text.Markup is { } kind ? MarkupDocument.Parse(text.Text, Options(kind)) : null)];
        }
        catch (MarkupException error)
        {
            throw new DocumentException($"The document's markup cannot be read: {error.Message}.", error);
        }

        Texts = [.. document.Texts.Zip(_markups).SelectMany(text => text.Second?.Texts ?? [text.First.Text])];
    }

    public IReadOnlyList<string> Texts { get; }

    /// <summary>Tags come back by the alignment of words; without any it is not needed.</summary>
    public bool NeedsAlignment => _markups.Exists(markup => markup is not null);

    /// <summary>The document with a translation in place of each of <see cref="Texts"/>.</summary>
    public byte[] Write(IReadOnlyList<AlignedTranslation> translations, LanguagePair languages)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(translations.Count, Texts.Count);
        var (written, next) = (new List<string>(), 0);
        foreach (var markup in _markups)
        {
            var count = markup?.Texts.Count ?? 1;
            var own = translations.Skip(next).Take(count).ToList();
            written.Add(markup?.Join(own) ?? own[0].Text);
            next += count;
        }

        return _document.Write(written, languages);
    }

    /// <summary>The elements that stand for a format's codes are parts of their sentence.</summary>
    private static MarkupOptions Options(MarkupKind kind) => kind == MarkupKind.Html
        ? new() { Kind = kind }
        : new() { Kind = kind, NonSplittingTags = Inline.InlineText.Tags, DetectsOutline = false };
}
