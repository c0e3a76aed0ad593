using System.IO.Compression;
using System.Text;
using Seq2SeqService.Core.Documents;

namespace Seq2SeqService.Core.Tests.Documents;

/// <summary>Texts that are cut by codes into more pieces than anybody writes, which would take minutes or the stack.</summary>
public sealed class ManyCodesTests
{
    private const int Many = 100_000;

    public static TheoryData<string, string> Texts => new()
    {
        { "a.xlf", Xliff(Repeated("<sc id=\"2\"/>")) },
        { "a.xlf", Xliff(string.Concat(Enumerable.Range(0, Many).Select(id => $"<sc id=\"{id}\"/>")) + string.Concat(Enumerable.Range(0, Many).Select(id => $"<ec startRef=\"{Many - 1 - id}\"/>"))) },
        { "a.tmx", $"<tmx version=\"1.4\"><body><tu><tuv xml:lang=\"en\"><seg>One {Repeated("<bpt i=\"1\"/>")}</seg></tuv></tu></body></tmx>" },
        { "a.srt", $"1\n00:00:01,000 --> 00:00:02,000\nOne {Repeated("<i>a</b>\n")}" },
        { "a.docx", Word(Repeated("<w:r><w:t>a</w:t></w:r>")) },
        { "a.docx", Word($"<w:r>{Repeated("<w:t>a</w:t><w:tab/>")}</w:r>") },
    };

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Texts))]
    public Task A_text_of_very_many_pieces_is_refused_as_too_large(string name, string text) => Task.Run(
        () =>
        {
            var content = name == "a.docx" ? Packed(text) : Encoding.UTF8.GetBytes(text);

            var refusal = Assert.Throws<DocumentException>(() => DocumentFormats.Read(DocumentFormats.Of(name)!, content, new()));

            Assert.True(refusal.IsTooLarge);
        },
        TestContext.Current.CancellationToken);

    [Fact(Timeout = 120_000)]
    public Task A_field_of_very_many_runs_is_one_code() => Task.Run(
        () =>
        {
            var content = Packed(Word("<w:r><w:t>One</w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r>" + Repeated("<w:r><w:t>a</w:t></w:r>")));

            var document = DocumentFormats.Read(DocumentFormats.Of("a.docx")!, content, new());

            Assert.Equal(["One"], document.Texts);
            Assert.NotEmpty(document.Write([new("Eins", [])], new("en", "de")));
        },
        TestContext.Current.CancellationToken);

    [Fact(Timeout = 120_000)]
    public Task A_run_of_very_many_tabs_among_strays_is_written_again() => Task.Run(
        () =>
        {
            var content = Packed(Word($"<w:r><w:t>One</w:t>{Repeated("<w:tab/>Four")}</w:r>"));

            var document = DocumentFormats.Read(DocumentFormats.Of("a.docx")!, content, new());

            Assert.NotEmpty(document.Write([new("Eins", [])], new("en", "de")));
        },
        TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(1000)]
    [InlineData(3000)]
    public void Runs_that_look_alike_are_one_text_however_many_they_are(int runs)
    {
        var content = Packed(Word(string.Concat(Enumerable.Repeat("<w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r>", runs))));

        Assert.Equal([new string('a', runs)], DocumentFormats.Read(DocumentFormats.Of("a.docx")!, content, new()).Texts);
    }

    private static string Repeated(string part) => string.Concat(Enumerable.Repeat(part, Many));

    private static string Xliff(string source) =>
        $"<xliff version=\"2.0\" xmlns=\"urn:x\"><file id=\"f\"><unit id=\"1\"><segment><source>One {source}</source></segment></unit></file></xliff>";

    private static string Word(string paragraph) =>
        $"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p>{paragraph}</w:p></w:body></w:document>";

    private static byte[] Packed(string document)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("word/document.xml").Open();
            entry.Write(Encoding.UTF8.GetBytes(document));
        }

        return packed.ToArray();
    }
}
