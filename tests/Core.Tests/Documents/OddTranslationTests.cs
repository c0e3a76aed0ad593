using System.IO.Compression;
using System.Text;
using Seq2SeqService.Core.Documents;
using Seq2SeqService.Core.Markup;

namespace Seq2SeqService.Core.Tests.Documents;

/// <summary>A model that cuts texts into bytes may write any character, those too that XML may not hold.</summary>
public sealed class OddTranslationTests
{
    private const string Odd = "Haus\u0000\u0001\uFFFE\uFFFF🙂";

    [Theory]
    [InlineData("a.resx", "<root><data name=\"a\"><value>One</value></data></root>")]
    [InlineData("a.xlf", "<xliff version=\"1.2\" xmlns=\"urn:x\"><file><body><trans-unit id=\"1\"><source>One <g id=\"1\">two</g></source></trans-unit></body></file></xliff>")]
    [InlineData("a.tmx", "<tmx version=\"1.4\"><header/><body><tu><tuv xml:lang=\"en\"><seg>One <ph>x</ph></seg></tuv></tu></body></tmx>")]
    [InlineData("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nOne <i>two</i>\n")]
    [InlineData("a.md", "One **two** three\n")]
    public void Characters_that_XML_may_not_hold_become_a_stand_in(string name, string content)
    {
        var written = Written(name, Encoding.UTF8.GetBytes(content));

        Assert.Contains("\uFFFD\uFFFD\uFFFD\uFFFD🙂", Encoding.UTF8.GetString(written), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<w:r><w:t>One</w:t></w:r>")]
    [InlineData("<w:r><w:t>One </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>two</w:t></w:r>")]
    public void In_a_Word_document_too(string paragraph)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("word/document.xml").Open();
            entry.Write(Encoding.UTF8.GetBytes($"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p>{paragraph}</w:p></w:body></w:document>"));
        }

        using var written = new ZipArchive(new MemoryStream(Written("a.docx", packed.ToArray())));
        using var part = new StreamReader(written.GetEntry("word/document.xml")!.Open());

        Assert.Contains("\uFFFD\uFFFD\uFFFD\uFFFD🙂", part.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_by_the_hundred_without_words_of_their_own_cost_little()
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<b>#|---|", 250)));
        Written("a.md", content);   // what is made once is made

        var before = GC.GetAllocatedBytesForCurrentThread();
        Written("a.md", content);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 2000L * content.Length);
    }

    private static byte[] Written(string name, byte[] content)
    {
        var document = DocumentFormats.Read(DocumentFormats.Of(name)!, content, new());
        return document.Write([.. document.Texts.Select(_ => new AlignedTranslation(Odd, [new(new(0, 2), new(0, 4))]))], RoundTrip.Languages);
    }
}
