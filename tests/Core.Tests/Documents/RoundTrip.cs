using System.Text;
using Seq2SeqService.Core.Documents;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tests.Documents;

/// <summary>A document read and written with translations in upper case, as a translator that touches no markup would give them.</summary>
internal static class RoundTrip
{
    public static readonly LanguagePair Languages = new("en", "de");

    public static DocumentParagraphs Paragraphs(string name, string content) => DocumentFormats.Read(DocumentFormats.Of(name)!, Encoding.UTF8.GetBytes(content), new());

    public static IDocument Read(string name, string content, DocumentLimits? limits = null) => Read(name, Encoding.UTF8.GetBytes(content), limits);

    public static IDocument Read(string name, byte[] content, DocumentLimits? limits = null) =>
        DocumentFormats.Of(name)!.Read(content, limits ?? new());

    public static string Loud(string name, string content) => Encoding.UTF8.GetString(Loud(Read(name, content)));

    public static byte[] Loud(IDocument document) => document.Write([.. document.Texts.Select(text => text.Markup is not null ? LoudWords(text.Text) : text.Text.ToUpperInvariant())], Languages);

    /// <summary>The document written with its own texts.</summary>
    public static string Unchanged(string name, string content)
    {
        var document = Read(name, content);
        return Encoding.UTF8.GetString(document.Write([.. document.Texts.Select(text => text.Text)], Languages));
    }

    /// <summary>Upper case outside tags and entities.</summary>
    private static string LoudWords(string markup)
    {
        var loud = new StringBuilder(markup.Length);
        var inCode = false;
        foreach (var character in markup)
        {
            inCode = character is '<' or '&' || (inCode && character is not ('>' or ';'));
            loud.Append(inCode ? character : char.ToUpperInvariant(character));
        }

        return loud.ToString();
    }
}
