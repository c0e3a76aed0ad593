using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Seq2SeqService.Core.Documents.Xml;

/// <summary>An XML file, read so that none can cost more than its own size: no external entity, hardly any internal one, no endless nesting.</summary>
internal sealed class XmlFile
{
    private const int MaxDepth = 200;
    private const int MaxEntityCharacters = 1000;

    private readonly bool _hasMark;
    private readonly string _lineBreak;

    private XmlFile(XDocument document, bool hasMark, string lineBreak) => (Document, _hasMark, _lineBreak) = (document, hasMark, lineBreak);

    public XDocument Document { get; }

    public XElement Root => Document.Root!;

    /// <summary>Reads a file whose root has this name, in any namespace; with null, any name.</summary>
    public static XmlFile Read(byte[] content, string? root)
    {
        try
        {
            CheckDepth(content);
            using var reader = XmlReader.Create(new MemoryStream(content), Settings);
            var document = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
            return root is null || document.Root!.Name.LocalName == root
                ? new(document, content.AsSpan().StartsWith(Encoding.UTF8.Preamble), content.AsSpan().IndexOf("\r\n"u8) >= 0 ? "\r\n" : "\n")
                : throw new DocumentException($"The file's root is {document.Root!.Name.LocalName}; {root} was expected.");
        }
        catch (XmlException error)
        {
            throw new DocumentException($"The file is not XML: {error.Message}", error);
        }
    }

    public byte[] Write()
    {
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(_hasMark), OmitXmlDeclaration = Document.Declaration is null, NewLineHandling = NewLineHandling.Replace, NewLineChars = _lineBreak,
        };
        using var file = new MemoryStream();
        using (var writer = XmlWriter.Create(file, settings))
            Document.Save(writer);

        return file.ToArray();
    }

    private static XmlReaderSettings Settings => new()
    {
        DtdProcessing = DtdProcessing.Parse, XmlResolver = null, MaxCharactersFromEntities = MaxEntityCharacters,
    };

    /// <summary>Before the tree is built, whose own walks are recursive here and there.</summary>
    private static void CheckDepth(byte[] content)
    {
        using var reader = XmlReader.Create(new MemoryStream(content), Settings);
        while (reader.Read())
        {
            if (reader.Depth > MaxDepth)
                throw new DocumentException($"The file's elements are nested more than {MaxDepth} deep.");
        }
    }
}
