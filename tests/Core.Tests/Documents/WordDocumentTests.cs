using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Seq2SeqService.Core.Documents;

namespace Seq2SeqService.Core.Tests.Documents;

public sealed class WordDocumentTests
{
    private const string Names = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private static readonly XNamespace W = Names;

    [Fact]
    public void Runs_that_look_alike_are_one_sentence()
    {
        var document = Read("<w:p><w:pPr><w:jc/></w:pPr><w:r><w:t>Good mor</w:t></w:r><w:proofErr/><w:r><w:rPr><w:lang w:val='en'/></w:rPr><w:t>ning!</w:t></w:r></w:p>");

        Assert.Equal([new DocumentText("Good morning!")], document.Texts);
        Assert.Equal("<w:p><w:pPr><w:jc /></w:pPr><w:r><w:t xml:space=\"preserve\">GOOD MORNING!</w:t></w:r></w:p>", Loud(document));
    }

    [Fact]
    public void What_looks_otherwise_and_links_come_back_around_their_words()
    {
        var document = Read(
            "<w:p><w:r><w:t xml:space='preserve'>A long beginning with a </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>bold</w:t></w:r><w:r><w:t xml:space='preserve'> word, </w:t></w:r>"
            + "<w:hyperlink w:anchor='x'><w:r><w:t>a link</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>and a tab</w:t></w:r></w:p>");

        Assert.Equal("A long beginning with a <g id=\"0\">bold</g> word, <g id=\"1\">a link</g><x id=\"2\" />and a tab", document.Texts.Single().Text);
        var loud = Loud(document);
        Assert.Contains("<w:r><w:rPr><w:b /></w:rPr><w:t xml:space=\"preserve\">BOLD</w:t></w:r>", loud, StringComparison.Ordinal);
        Assert.Contains("<w:hyperlink w:anchor=\"x\"><w:r><w:t xml:space=\"preserve\">A LINK</w:t></w:r></w:hyperlink><w:r><w:tab /></w:r>", loud, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_stay_whole_and_bookmarks_begin_before_they_end()
    {
        var document = Read(
            "<w:p><w:bookmarkStart w:id='1'/><w:r><w:t xml:space='preserve'>See page </w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
            + "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>seven</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r><w:bookmarkEnd w:id='1'/></w:p>");

        Assert.Equal("See page <x id=\"0\" />", document.Texts.Single().Text);
        Assert.Equal(
            "<w:p><w:bookmarkStart w:id=\"1\" /><w:r><w:t xml:space=\"preserve\">SEE PAGE </w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\" /></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
            + "<w:r><w:fldChar w:fldCharType=\"separate\" /></w:r><w:r><w:t>seven</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\" /></w:r><w:bookmarkEnd w:id=\"1\" /></w:p>",
            Loud(document));
    }

    [Fact]
    public void The_words_of_a_text_box_are_translated_in_their_place()
    {
        var document = Read("<w:p><w:r><w:t>Outside</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Inside</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>");

        Assert.Equal(["Outside<x id=\"0\" />", "Inside"], document.Texts.Select(text => text.Text));
        Assert.Contains("<w:txbxContent><w:p><w:r><w:t xml:space=\"preserve\">INSIDE</w:t></w:r></w:p></w:txbxContent>", Loud(document), StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_and_notes_are_translated_and_other_files_stay_to_the_byte()
    {
        var styles = "<w:styles>not touched</w:styles>"u8.ToArray();
        var document = RoundTrip.Read("a.docx", Archive(
            ("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/styles.xml", styles), ("word/document.xml", Part("<w:p><w:r><w:t>Body</w:t></w:r></w:p>")),
            ("word/header1.xml", Part("<w:p><w:r><w:t>Header</w:t></w:r></w:p>")), ("word/media/header1.xml", "no XML"u8.ToArray())));

        var written = Unpacked(RoundTrip.Loud(document));

        Assert.Equal(["Body", "Header"], document.Texts.Select(text => text.Text));
        Assert.Equal(["[Content_Types].xml", "word/styles.xml", "word/document.xml", "word/header1.xml", "word/media/header1.xml"], written.Keys);
        Assert.Equal(styles, written["word/styles.xml"]);
        Assert.Contains("HEADER", Encoding.UTF8.GetString(written["word/header1.xml"]), StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_unpacks_to_too_much_is_refused_before_it_does()
    {
        var bomb = Archive(("word/document.xml", Part("")), ("word/bomb.bin", new byte[50 << 20]));
        Assert.InRange(bomb.Length, 1, 1 << 20);

        var error = Assert.Throws<DocumentException>(() => RoundTrip.Read("a.docx", bomb, new() { MaxUnpackedBytes = 1 << 20 }));

        Assert.True(error.IsTooLarge);
    }

    [Fact]
    public void An_archive_of_too_many_files_is_refused()
    {
        var archive = Archive([.. Enumerable.Range(0, 20).Select(number => ($"{number}", Array.Empty<byte>()))]);

        Assert.True(Assert.Throws<DocumentException>(() => RoundTrip.Read("a.docx", archive, new() { MaxArchiveFiles = 10 })).IsTooLarge);
    }

    [Fact]
    public void An_archive_with_a_file_without_a_name_is_refused()
    {
        var archive = Archive(("word/document.xml", Part("<w:p><w:r><w:t>Body</w:t></w:r></w:p>")), ("x", []));
        var directory = archive.AsSpan().IndexOf("PK\u0001\u0002"u8);
        var second = directory + 4 + archive.AsSpan(directory + 4).IndexOf("PK\u0001\u0002"u8);
        archive[second + 28] = 0;   // the length of its name, which then belongs to the field behind it
        archive[second + 30] = 1;

        Assert.Contains("without a name", Assert.Throws<DocumentException>(() => RoundTrip.Read("a.docx", archive, new())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_archive_is_refused_wherever_it_ends()
    {
        var archive = Archive(("word/document.xml", Part("<w:p><w:r><w:t>Body</w:t></w:r></w:p>")));

        for (var length = 0; length < archive.Length; length += 7)
            Assert.Throws<DocumentException>(() => RoundTrip.Read("a.docx", archive[..length]));
    }

    private static IDocument Read(string body) => RoundTrip.Read("a.docx", Archive(("word/document.xml", Part(body))));

    private static byte[] Part(string body) => Encoding.UTF8.GetBytes($"<w:document xmlns:w='{Names}'><w:body>{body}</w:body></w:document>");

    /// <summary>What is in the body of the document written in upper case.</summary>
    private static string Loud(IDocument document)
    {
        var written = XDocument.Parse(Encoding.UTF8.GetString(Unpacked(RoundTrip.Loud(document))["word/document.xml"]), LoadOptions.PreserveWhitespace);
        return string.Concat(written.Root!.Element(W + "body")!.Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting))).Replace($" xmlns:w=\"{Names}\"", "");
    }

    private static byte[] Archive(params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return packed.ToArray();
    }

    private static Dictionary<string, byte[]> Unpacked(byte[] content)
    {
        using var archive = new ZipArchive(new MemoryStream(content));
        return archive.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var unpacked = new MemoryStream();
            using var packed = entry.Open();
            packed.CopyTo(unpacked);
            return unpacked.ToArray();
        });
    }
}
